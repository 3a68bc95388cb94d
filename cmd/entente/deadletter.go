package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/entente-graph/entente/loaders"
)

// deadLetter lists what was set aside, in a file that is only made when there
// is something to list. Loading the same input again adds no line twice.
type deadLetter struct {
	app   *app
	path  string
	count int
	file  *os.File
	known map[string]bool
}

// letter is a line of the dead-letter file.
type letter struct {
	Input  string `json:"input"`
	Line   int    `json:"line,omitempty"`
	Reason string `json:"reason"`
	Raw    string `json:"raw,omitempty"`
}

// add takes note of an error. It reports false for one that is no *SetAside:
// that one ends the run.
func (d *deadLetter) add(err error) bool {
	var aside *loaders.SetAside
	if !errors.As(err, &aside) {
		return false
	}
	d.count++
	d.app.log.Warn("set aside", "input", aside.Input, "line", aside.Line, "reason", aside.Reason)
	line, merr := json.Marshal(letter{aside.Input, aside.Line, aside.Reason, aside.Raw})
	if merr == nil {
		merr = d.write(line)
	}
	if merr != nil {
		d.app.log.Warn("the dead-letter file cannot be written", "file", d.where(), "reason", merr)
	}
	return true
}

func (d *deadLetter) write(line []byte) error {
	if d.file == nil {
		f, err := os.OpenFile(d.where(), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644)
		if err != nil {
			return err
		}
		d.file, d.known = f, map[string]bool{}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 2*loaders.RawSize+4096)
		for lines.Scan() {
			d.known[lines.Text()] = true
		}
	}
	if d.known[string(line)] {
		return nil
	}
	d.known[string(line)] = true
	_, err := d.file.Write(append(bytes.Clone(line), '\n'))
	return err
}

// where is the file's path: beside an SQLite database, else in the current
// folder.
func (d *deadLetter) where() string {
	if d.path == "" {
		d.path = "entente.deadletter.jsonl"
		if db, ok := strings.CutPrefix(d.app.cli.DB, "sqlite:"); ok && db != "" {
			d.path = strings.TrimSuffix(db, ".db") + ".deadletter.jsonl"
		}
	}
	return d.path
}

// close says how much was set aside and where it is listed.
func (d *deadLetter) close() error {
	if d.count > 0 {
		fmt.Fprintf(d.app.stderr, "entente: %d set aside, with reasons, in %s\n", d.count, d.where())
	}
	if d.file == nil {
		return nil
	}
	return d.file.Close()
}
