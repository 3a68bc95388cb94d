package main

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/entente-graph/entente/export"
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// exportCmd writes the graph in another format.
type exportCmd struct {
	pickFlags
	Format string `required:"" help:"${exports}."`
	Table  string `placeholder:"TABLE" help:"Of csv and parquet: nodes, edges or claims; without it a zip archive of all three."`
	Out    string `short:"o" placeholder:"FILE" help:"Write to this file, or with csv and parquet the tables into this folder (default: standard output)."`
}

// pickFlags are the conditions of an export; the format jsonl holds
// everything and takes none.
type pickFlags struct {
	Kinds         []string `placeholder:"KIND" help:"Only relations of these kinds and those below them."`
	Status        []string `placeholder:"STATUS" help:"Only relations of these statuses (default: FACT)."`
	Subject       []string `placeholder:"ID" help:"Only relations of which one of these is the subject; of a symmetric kind, an end."`
	Object        []string `placeholder:"ID" help:"Only relations of which one of these is the object; of a symmetric kind, an end."`
	Either        []string `placeholder:"ID" help:"Only relations of which one of these is an end."`
	Pair          []string `placeholder:"ID,ID" help:"Only relations between these two."`
	Against       []string `placeholder:"ID" help:"Only relations directed against one of these."`
	At            string   `placeholder:"DAY" help:"Only what may hold on the day."`
	From          string   `placeholder:"DAY" help:"Only what overlaps the window that begins on the day."`
	To            string   `placeholder:"DAY" help:"Only what overlaps the window that ends on the day."`
	KnownBy       string   `placeholder:"DAY" help:"Only what articles published up to the day said."`
	MinConfidence float64  `placeholder:"0..1" help:"Only relations of at least this confidence."`
}

// filter turns the flags into a filter; its errors say which is wrong.
func (f *pickFlags) filter() (export.Filter, error) {
	var pick export.Filter
	var kinds []schema.Kind
	for _, k := range f.Kinds {
		kind := schema.Kind(strings.ToUpper(k))
		if schema.Default().Spec(kind) == nil {
			return pick, usageError{fmt.Errorf("--kinds %s: there is no such kind; see entente ontology", k)}
		}
		kinds = append(kinds, kind)
	}
	pick.Where.Kinds = schema.Default().Expand(kinds)
	for _, s := range f.Status {
		status := graph.Status(strings.ToUpper(s))
		if !slices.Contains(graph.Statuses(), status) {
			return pick, usageError{fmt.Errorf("--status %s: the statuses are %v", s, graph.Statuses())}
		}
		pick.Where.Statuses = append(pick.Where.Statuses, status)
	}
	for _, of := range []struct {
		ids  []string
		into *[]graph.EntityID
	}{
		{f.Subject, &pick.Where.Subject}, {f.Object, &pick.Where.Object}, {f.Either, &pick.Where.Either}, {f.Pair, &pick.Where.Pair}, {f.Against, &pick.Where.Against},
	} {
		for _, id := range of.ids {
			*of.into = append(*of.into, graph.EntityID(id))
		}
	}
	if p := f.Pair; len(p) > 0 && (len(p) != 2 || p[0] == p[1]) {
		return pick, usageError{errors.New("--pair: a pair is two different ids")}
	}
	if f.MinConfidence < 0 || f.MinConfidence > 1 {
		return pick, usageError{fmt.Errorf("--min-confidence %v: it lies between 0 and 1", f.MinConfidence)}
	}
	if f.MinConfidence > 0 {
		least := graph.Thousandths(f.MinConfidence*1000 + 0.5)
		pick.Where.Confidence = &least
	}
	for _, day := range []struct {
		flag, value string
		last        bool // the last day that the date leaves open
		into        **graph.Day
	}{
		{"at", f.At, true, &pick.Time.At},
		{"from", f.From, false, &pick.Time.From},
		{"to", f.To, true, &pick.Time.To},
		{"known-by", f.KnownBy, true, &pick.Time.KnownBy},
	} {
		if day.value == "" {
			continue
		}
		date, err := graph.ParseDate(day.value)
		if err != nil {
			return pick, usageError{fmt.Errorf("--%s: %w", day.flag, err)}
		}
		d := date.First()
		if day.last {
			d = date.Last()
		}
		*day.into = &d
	}
	return pick, nil
}

// exportFormats are the names that --format takes.
func exportFormats() string {
	var names []string
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

// Run writes the export; a file that was begun and failed is removed.
func (c *exportCmd) Run(a *app) error {
	format, err := export.FormatOf(c.Format)
	if err != nil {
		return usageError{fmt.Errorf("--format %s: the formats are %s", c.Format, exportFormats())}
	}
	pick, err := c.filter()
	if err != nil {
		return err
	}
	store, err := a.openStore()
	if err != nil {
		return err
	}
	defer store.Close()
	if c.Out == "" {
		out := bufio.NewWriterSize(a.stdout, 1<<16)
		if err := export.Write(a.ctx, store, format, c.Table, pick, out); err != nil {
			return err
		}
		return out.Flush()
	}
	if !format.Tables || c.Table != "" {
		return a.exportFile(store, format, c.Table, pick, c.Out)
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	for _, table := range export.Tables() {
		if err := a.exportFile(store, format, table, pick, filepath.Join(c.Out, table+"."+format.Ext)); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) exportFile(store graph.Store, format export.Format, table string, pick export.Filter, path string) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	out := bufio.NewWriterSize(f, 1<<16)
	err = export.Write(a.ctx, store, format, table, pick, out)
	if err == nil {
		err = out.Flush()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		os.Remove(path) // half an export looks like a whole one
		return fmt.Errorf("export to %s: %w", path, err)
	}
	return nil
}

// exportHandler serves /export?format=F with the flags of the verb as
// parameters: kinds, status, subject, object, either, pair, against, at, from, to,
// knownBy, minConfidence, table.
func exportHandler(store graph.Store, refuse func(http.ResponseWriter, *http.Request, int, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		format, table, pick, err := exportOf(req.URL.Query())
		if err != nil {
			refuse(w, req, http.StatusBadRequest, fmt.Errorf("%s: %w", sentence(err), graph.ErrBadInput))
			return
		}
		contentType, name := format.Type, "entente."+format.Ext
		if format.Tables && table == "" {
			contentType, name = "application/zip", "entente-"+format.Name+".zip"
		} else if table != "" {
			name = table + "." + format.Ext
		}
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		sent := &patient{w, http.NewResponseController(w), false}
		out := bufio.NewWriterSize(sent, 1<<16)
		err = export.Write(req.Context(), store, format, table, pick, out)
		switch {
		case err == nil:
			out.Flush()
		case sent.begun:
			// The status is sent already: a cut connection says that it is not whole.
			panic(http.ErrAbortHandler)
		case errors.Is(err, graph.ErrBadInput):
			w.Header().Del("Content-Disposition")
			refuse(w, req, http.StatusBadRequest, err)
		default:
			w.Header().Del("Content-Disposition")
			refuse(w, req, http.StatusServiceUnavailable, err)
		}
	})
}

// exportOf reads the parameters of an export. One that there is not is refused: it
// is a condition that would be left out.
func exportOf(q url.Values) (format export.Format, table string, pick export.Filter, err error) {
	if format, err = export.FormatOf(q.Get("format")); err != nil {
		return format, "", pick, err
	}
	flags := pickFlags{}
	lists := map[string]*[]string{
		"kinds": &flags.Kinds, "status": &flags.Status, "subject": &flags.Subject, "object": &flags.Object,
		"either": &flags.Either, "pair": &flags.Pair, "against": &flags.Against,
	}
	texts := map[string]*string{"at": &flags.At, "from": &flags.From, "to": &flags.To, "knownBy": &flags.KnownBy, "table": &table}
	for _, name := range slices.Sorted(maps.Keys(q)) {
		values := q[name]
		switch {
		case name == "format":
		case lists[name] != nil:
			*lists[name] = split(values)
		case len(values) > 1:
			return format, "", pick, fmt.Errorf("%s is given more than once", name)
		case texts[name] != nil:
			*texts[name] = values[0]
		case name == "minConfidence":
			if flags.MinConfidence, err = strconv.ParseFloat(values[0], 64); err != nil || math.IsNaN(flags.MinConfidence) {
				return format, "", pick, errors.New("minConfidence is a number between 0 and 1")
			}
		default:
			return format, "", pick, fmt.Errorf("there is no parameter %q: an export takes format, table, at, from, to, knownBy, minConfidence, %s", name, strings.Join(slices.Sorted(maps.Keys(lists)), ", "))
		}
	}
	if table != "" && (!format.Tables || !slices.Contains(export.Tables(), table)) {
		return format, "", pick, errors.New("table is nodes, edges or claims, of the formats csv and parquet")
	}
	pick, err = flags.filter()
	if err != nil { // which names the flags of the command line
		err = errors.New(strings.TrimPrefix(err.Error(), "--"))
	}
	return format, table, pick, err
}

// patience is how long a client may take to receive one part of an export.
const patience = 30 * time.Second

// patient writes an export of any size, as long as its client goes on reading:
// one that has stopped must not hold the store.
type patient struct {
	http.ResponseWriter
	control *http.ResponseController
	begun   bool
}

func (p *patient) Write(b []byte) (int, error) {
	p.begun = true
	// A writer that knows no deadline is a test's, and never waits.
	if err := p.control.SetWriteDeadline(time.Now().Add(patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return p.ResponseWriter.Write(b)
}

func split(values []string) []string {
	var out []string
	for _, v := range values {
		for part := range strings.SplitSeq(v, ",") {
			if part != "" {
				out = append(out, part)
			}
		}
	}
	return out
}
