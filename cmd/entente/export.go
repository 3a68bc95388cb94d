package main

import (
	"bufio"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/entente-graph/entente/export"
	"github.com/entente-graph/entente/graph"
)

// exportCmd writes the graph in another format.
type exportCmd struct {
	pickFlags
	Format string `required:"" help:"${exports}."`
	Table  string `placeholder:"TABLE" help:"Of csv and parquet: nodes, edges or claims; without it a zip archive of all three."`
	Out    string `short:"o" placeholder:"FILE" help:"Write to this file, or with csv and parquet the tables into this folder (default: standard output)."`
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
	pick, err := c.filter(flagNamed)
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

// exportHandler serves /export?format=F with the flags of the verb as parameters
// (see pickFlags), and table.
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
			unsaid(w)
			refuse(w, req, http.StatusBadRequest, err)
		default:
			unsaid(w)
			refuse(w, req, http.StatusServiceUnavailable, err)
		}
	})
}

// unsaid takes back what an answer said of an export that is none.
func unsaid(w http.ResponseWriter) {
	w.Header().Del("Content-Disposition")
	w.Header().Del("Content-Type")
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
