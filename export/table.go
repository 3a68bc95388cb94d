package export

import (
	"archive/zip"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"reflect"

	"github.com/parquet-go/parquet-go"

	"github.com/entente-graph/entente/graph"
)

// archive writes all tables as files of a zip archive.
func (w *writer) archive(f Format) error {
	z := zip.NewWriter(w.out)
	for _, name := range Tables() {
		// Without a time: the same graph gives the same archive on any day.
		file, err := z.CreateHeader(&zip.FileHeader{Name: name + "." + f.Ext, Method: zip.Deflate})
		if err != nil {
			return err
		}
		part := *w
		part.out = file
		if err := part.table(f, name); err != nil {
			return err
		}
	}
	return z.Close()
}

func (w *writer) table(f Format, name string) error {
	switch name {
	case "nodes":
		return writeTable(w.out, f, convert(w.nodes(), nodeOf))
	case "edges":
		return writeTable(w.out, f, convert(w.edges(), w.edgeOf))
	}
	return writeTable(w.out, f, convert(w.claims(), statementOf))
}

func convert[A *graph.Entity | *graph.Relation | *graph.Claim, B any](rows iter.Seq2[A, error], to func(A) B) iter.Seq2[B, error] {
	return func(yield func(B, error) bool) {
		for r, err := range rows {
			if err != nil {
				var none B
				yield(none, err)
				return
			}
			if !yield(to(r), nil) {
				return
			}
		}
	}
}

func writeTable[T any](out io.Writer, f Format, rows iter.Seq2[T, error]) error {
	if f.Name == "parquet" {
		return writeParquet(out, rows)
	}
	return writeCSV(out, rows)
}

// rowGroup is how many rows a Parquet writer holds at a time.
const rowGroup = 50_000

func writeParquet[T any](out io.Writer, rows iter.Seq2[T, error]) error {
	w := parquet.NewGenericWriter[T](out, parquet.MaxRowsPerRowGroup(rowGroup), parquet.CreatedBy("entente", "", ""))
	for r, err := range rows {
		if err != nil {
			return err
		}
		if _, err := w.Write([]T{r}); err != nil {
			return err
		}
	}
	return w.Close()
}

// writeCSV writes a header and the rows, as RFC 4180 has it.
func writeCSV[T any](out io.Writer, rows iter.Seq2[T, error]) error {
	w := csv.NewWriter(out)
	var none T
	typ := reflect.TypeOf(none)
	header := make([]string, typ.NumField())
	for i := range header {
		header[i] = typ.Field(i).Tag.Get("parquet")
	}
	if err := w.Write(header); err != nil {
		return err
	}
	record := make([]string, len(header))
	for r, err := range rows {
		if err != nil {
			return err
		}
		v := reflect.ValueOf(r)
		for i := range record {
			record[i] = fmt.Sprint(v.Field(i).Interface())
		}
		if err := w.Write(record); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
