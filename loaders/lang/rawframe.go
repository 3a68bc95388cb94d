package lang

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// rawFrame is a frame as it is written.
type rawFrame struct {
	Rule      string    `yaml:"rule"`
	Kind      string    `yaml:"kind"`
	Verb      []string  `yaml:"verb"`
	Noun      []string  `yaml:"noun"`
	Adj       []string  `yaml:"adj"`
	Subject   string    `yaml:"subject"`
	Object    string    `yaml:"object"`
	Against   string    `yaml:"against"`
	Items     string    `yaml:"items"`
	Treaty    string    `yaml:"treaty"`
	Place     string    `yaml:"place"`
	Between   string    `yaml:"between"`
	Amount    string    `yaml:"amount"`
	Topic     string    `yaml:"topic"`
	Need      string    `yaml:"need"`
	Within    []string  `yaml:"within"`
	Behind    []string  `yaml:"behind"`
	Modality  string    `yaml:"modality"`
	Ended     bool      `yaml:"ended"`
	Status    string    `yaml:"status"`
	Domain    string    `yaml:"domain"`
	Weight    int       `yaml:"confidence"`
	Active    bool      `yaml:"active-only"`
	Passive   bool      `yaml:"passive-only"`
	HeadOnly  bool      `yaml:"head-only"`
	Plural    bool      `yaml:"plural-subject"`
	Mutual    bool      `yaml:"mutual"`
	When      string    `yaml:"when"`
	Extra     bool      `yaml:"extra"`
	Fires     string    `yaml:"fires"`
	Gives     []string  `yaml:"gives"`
	AlsoFires []rawCase `yaml:"also"`
	Silent    []string  `yaml:"silent"`

	line int   // where it begins
	err  error // what is wrong with it
}

type rawCase struct {
	Text  string   `yaml:"text"`
	Gives []string `yaml:"gives"`
}

// yamlFrames reads the frames of a file, whatever YAML it is written in.
func yamlFrames(data []byte) ([]rawFrame, error) {
	var list []rawFrame
	err := guarded(func() error {
		file, err := parser.ParseBytes(data, 0)
		if err != nil {
			return err
		}
		for _, doc := range file.Docs {
			switch body := doc.Body.(type) {
			case nil:
			case *ast.SequenceNode:
				for _, node := range body.Values {
					raw := rawFrame{line: node.GetToken().Position.Line}
					raw.err = guarded(func() error { return yaml.NodeToValue(node, &raw, yaml.Strict()) })
					list = append(list, raw)
				}
			default:
				return fmt.Errorf("line %d: want a list of frames, each beginning with a dash", body.GetToken().Position.Line)
			}
		}
		return nil
	})
	return list, err
}

// guarded makes an error of a panic of the YAML parser: what people write must
// not end the program.
func guarded(parse func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("it is no YAML that can be read (%v)", p)
		}
	}()
	return parse()
}

// plainFrames reads a file of frames that is written as plainly as ours are: a
// key a line, strings on one line and without escapes, lists in brackets or a
// line each. Anything else, and whatever is wrong, it leaves to yamlFrames,
// which needs fifty times as long: half the start of the program.
func plainFrames(text string) (list []rawFrame, ok bool) {
	if !utf8.ValidString(text) || strings.ContainsAny(text, "\t\r\x00") {
		return nil, false
	}
	fields := map[string]int{}
	for i, f := range reflect.VisibleFields(reflect.TypeFor[rawFrame]()) {
		if key := f.Tag.Get("yaml"); key != "" {
			fields[key] = i
		}
	}
	lines := &plainLines{rest: text}
	var at reflect.Value // of the frame that is being read
	var seen uint64      // fields that it has, as bits
	for line, more := lines.next(""); more; line, more = lines.next("") {
		if rest, first := strings.CutPrefix(line, "- "); first {
			list = append(list, rawFrame{line: lines.n})
			at, seen = reflect.ValueOf(&list[len(list)-1]).Elem(), 0
			line = rest
		} else if line, ok = strings.CutPrefix(line, "  "); !ok || len(list) == 0 {
			return nil, false
		}
		key, value, ok := strings.Cut(line, ":")
		i, known := fields[key]
		if !ok || !known || seen&(1<<i) != 0 {
			return nil, false
		}
		seen |= 1 << i
		if value != "" && value[0] != ' ' || !lines.read(at.Field(i).Addr().Interface(), strings.Trim(value, " ")) {
			return nil, false
		}
	}
	return list, len(list) > 0
}

// plainLines are the lines of a file that say something.
type plainLines struct {
	rest string
	n    int // the number of the line that was taken last
}

// next takes the next line if it begins with indent, which it cuts off.
func (l *plainLines) next(indent string) (string, bool) {
	for l.rest != "" {
		line, rest, _ := strings.Cut(l.rest, "\n")
		if said := strings.TrimLeft(line, " "); said != "" && said[0] != '#' {
			line, ok := strings.CutPrefix(line, indent)
			if ok {
				l.rest = rest
				l.n++
			}
			return line, ok
		}
		l.rest = rest
		l.n++
	}
	return "", false
}

// read sets a field to the value behind its key, or to what the next lines list.
func (l *plainLines) read(field any, value string) (ok bool) {
	switch field := field.(type) {
	case *string:
		*field, ok = plainString(value)
	case *bool:
		*field, ok = value == "true", value == "true" || value == "false"
	case *int:
		n, err := strconv.Atoi(value)
		*field, ok = n, err == nil && value == strconv.Itoa(n)
	case *[]string:
		if value != "" {
			*field, ok = plainList(value)
			return ok
		}
		for item, more := l.next("    - "); more; item, more = l.next("    - ") {
			s, ok := plainString(item)
			if !ok {
				return false
			}
			*field = append(*field, s)
		}
		ok = len(*field) > 0
	case *[]rawCase:
		if value != "" {
			return false
		}
		for text, more := l.next("    - text: "); more; text, more = l.next("    - text: ") {
			s, ok := plainString(text)
			gives, ok2 := l.next("      gives: ")
			g, ok3 := plainList(gives)
			if !ok || !ok2 || !ok3 {
				return false
			}
			*field = append(*field, rawCase{s, g})
		}
		ok = len(*field) > 0
	}
	return ok
}

// plainList reads "[a, b]".
func plainList(s string) (list []string, ok bool) {
	s, open := strings.CutPrefix(strings.Trim(s, " "), "[")
	s, shut := strings.CutSuffix(s, "]")
	if !open || !shut || strings.ContainsAny(s, "[]{}:") {
		return nil, false
	}
	for item := range strings.SplitSeq(s, ",") {
		item, ok := plainString(item)
		if !ok {
			return nil, false
		}
		list = append(list, item)
	}
	return list, true
}

// plainString reads a string between quotes, or one without that can't be read
// as anything else.
func plainString(s string) (string, bool) {
	s = strings.Trim(s, " ")
	if s == "" {
		return "", false
	}
	switch c := s[0]; {
	case c == '"' || c == '\'':
		if len(s) < 2 || strings.IndexByte(s[1:], c) != len(s)-2 || strings.Contains(s, `\`) {
			return "", false
		}
		return s[1 : len(s)-1], true
	case strings.IndexByte("-?:,[]{}#&*!|>%@`=~<", c) >= 0:
		return "", false
	case strings.Contains(s, ": ") || strings.Contains(s, " #") || s[len(s)-1] == ':':
		return "", false
	case strings.IndexByte("+.0123456789", c) >= 0:
		return s, strings.Contains(s, " ")
	}
	switch strings.ToLower(s) {
	case "null", "true", "false":
		return "", false
	}
	return s, true
}
