// Command generate makes schema/gql/generated.go from the schema with gqlgen,
// and departs from gqlgen's own command in three ways, all because an operation
// is answered by one query before its first resolver runs:
//
//   - arguments of queries are read by the planner alone, so the generated code
//     does not read them again for every row (those of mutations and
//     subscriptions it does);
//   - fields and items of lists are resolved in turn, not in a goroutine each:
//     all that a resolver does is to look up a row;
//   - input types that only queries use get no code.
//
// It fails when an object's field has no method, so that no resolver is asked
// for outside the roots.
package main

import (
	"bytes"
	"fmt"
	"go/format"
	"log"
	"os"
	"slices"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/vektah/gqlparser/v2/ast"
)

func main() {
	log.SetFlags(0)
	if err := os.Chdir("../.."); err != nil { // go generate runs in schema/gql
		log.Fatal(err)
	}
	if err := generate(); err != nil {
		log.Fatalf("generate: %v", err)
	}
}

func generate() error {
	cfg, err := config.LoadConfig("gqlgen.yml")
	if err != nil {
		return err
	}
	if err := cfg.LoadSchema(); err != nil {
		return err
	}
	if err := cfg.Init(); err != nil {
		return err
	}
	simplify(cfg.Schema)
	data, err := codegen.BuildData(cfg)
	if err != nil {
		return err
	}
	for _, o := range data.Objects {
		o.DisableConcurrency = true
		for _, f := range o.Fields {
			if f.IsResolver && !o.Root {
				return fmt.Errorf("%s.%s has no method in schema/gql", o.Name, f.Name)
			}
		}
	}
	if err := codegen.GenerateCode(data); err != nil {
		return err
	}
	return inTurn(cfg.Exec.Filename, data.Objects)
}

// simplify takes the arguments of queries, and the types that only they use,
// out of the schema from which code is made. The schema that the server
// validates against and shows is read from the files and keeps them.
func simplify(s *ast.Schema) {
	used := map[string]bool{}
	for _, d := range s.Types {
		if d.BuiltIn || d.Kind == ast.InputObject {
			continue
		}
		if d != s.Mutation && d != s.Subscription {
			for _, f := range d.Fields {
				if !isIntrospection(f.Name) {
					f.Arguments = nil
				}
			}
		}
		for _, f := range d.Fields {
			used[f.Type.Name()] = true
			for _, a := range f.Arguments {
				use(s, a.Type.Name(), used)
			}
		}
	}
	for name, d := range s.Types {
		if !d.BuiltIn && (d.Kind == ast.InputObject || d.Kind == ast.Enum) && !used[name] {
			delete(s.Types, name)
		}
	}
}

func isIntrospection(field string) bool { return field == "__type" || field == "__schema" }

func use(s *ast.Schema, name string, used map[string]bool) {
	if used[name] {
		return
	}
	used[name] = true
	if d := s.Types[name]; d != nil && d.Kind == ast.InputObject {
		for _, f := range d.Fields {
			use(s, f.Type.Name(), used)
		}
	}
}

// inTurn rewrites what gqlgen has no option for: lists are resolved in turn, no
// object prepares for @defer, what an answer is made of is taken from larger
// pieces and written to one buffer (see made), and a field that its object has is written out at
// once, without the middleware that nothing here uses; a plain value without a
// context of its own. (A panic is caught at the root field.)
func inTurn(file string, objects codegen.Objects) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for _, r := range [][2]string{
		{"graphql.MarshalSliceConcurrently(", "marshalSlice("},
		{"deferred := graphql.NewDeferredGroup(ctx)", "var deferred graphql.DeferredGroup"},
		{"\t*graphql.ExecutionContextState[ResolverRoot, DirectiveRoot, ComplexityRoot]\n}", "\t*graphql.ExecutionContextState[ResolverRoot, DirectiveRoot, ComplexityRoot]\n\tmade made\n}"},
		{"graphql.NewFieldSet(fields)", "ec.made.fieldSet(fields)"},
		{"graphql.CollectFields(ec.OperationContext, ", "ec.made.collect(ec.OperationContext, "},
		{"graphql.MarshalString(", "marshalText("},
		{"graphql.MarshalInt(", "marshalInt("},
		{"var buf bytes.Buffer\n", "buf := bufferOf(ctx)\n"},
		{"MarshalGQL(&buf)", "MarshalGQL(buf)"},
		{"\t\"bytes\"\n", ""},
	} {
		if !bytes.Contains(b, []byte(r[0])) {
			return fmt.Errorf("gqlgen no longer writes %q", r[0])
		}
		b = bytes.ReplaceAll(b, []byte(r[0]), []byte(r[1]))
	}
	for _, o := range objects {
		for _, f := range o.Fields {
			if o.Root || o.BuiltIn || !isDirect(f) {
				continue
			}
			value, ctx := "obj."+f.GoFieldName, ""
			if f.GoFieldType == codegen.GoFieldMethod {
				value += "()"
			}
			if f.MethodHasContext || len(f.TypeReference.Definition.Fields) > 0 || f.TypeReference.Definition.IsAbstractType() {
				ctx = fmt.Sprintf("\n\tctx = ec.made.context(ctx, %q, field)", o.Name)
			}
			if f.MethodHasContext {
				value = "obj." + f.GoFieldName + "(ctx)"
			}
			head := fmt.Appendf(nil, "func (ec *executionContext) _%s_%s(", o.Name, f.Name)
			start := bytes.Index(b, head)
			if start < 0 {
				return fmt.Errorf("no function for %s.%s", o.Name, f.Name)
			}
			open := start + bytes.Index(b[start:], []byte("{\n"))
			end := start + bytes.Index(b[start:], []byte("\n}\n"))
			body := fmt.Appendf(nil, "{%s\n\treturn ec.%s(ctx, field.Selections, %s)", ctx, f.TypeReference.MarshalFunc(), value)
			b = slices.Concat(b[:open], body, b[end:])
		}
	}
	if b, err = format.Source(b); err != nil {
		return err
	}
	return os.WriteFile(file, b, 0o644)
}

// isDirect reports whether a field is had from its object without an error on
// the way.
func isDirect(f *codegen.Field) bool {
	return f.GoFieldType == codegen.GoFieldVariable ||
		f.GoFieldType == codegen.GoFieldMethod && f.NoErr && !f.VOkFunc && len(f.Args) == 0
}
