package loaders

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Open yields the inputs that a path stands for: a file, the files of a folder
// and those below it (in bytewise order of their paths, hidden ones left out),
// what a URL answers, or standard input for "-". Each input is closed when the
// next is asked for. A path that cannot be opened is yielded as a *SetAside
// error and the rest goes on.
func Open(ctx context.Context, path string, d Defaults, stdin io.Reader) iter.Seq2[*Input, error] {
	return func(yield func(*Input, error) bool) {
		switch {
		case path == "-":
			yield(NewInput("-", stdin, d))
		case strings.HasPrefix(path, "http://"), strings.HasPrefix(path, "https://"):
			openURL(ctx, path, d, yield)
		default:
			openPath(ctx, path, d, yield)
		}
	}
}

// NewInput reads the head of a stream and makes an input of it.
func NewInput(name string, r io.Reader, d Defaults) (*Input, error) {
	b := bufio.NewReaderSize(r, max(HeadSize, 64<<10))
	head, err := b.Peek(HeadSize)
	if err != nil && err != io.EOF {
		return nil, &SetAside{Input: name, Reason: fmt.Sprintf("it cannot be read: %v", cause(err))}
	}
	return &Input{Name: name, Head: head, Body: b, Defaults: d}, nil
}

func openPath(ctx context.Context, path string, d Defaults, yield func(*Input, error) bool) {
	info, err := os.Stat(path)
	if err != nil {
		yield(nil, &SetAside{Input: path, Reason: fmt.Sprintf("it cannot be opened: %v", cause(err))})
		return
	}
	if !info.IsDir() {
		openFile(ctx, path, d, yield)
		return
	}
	more := true
	err = filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			more = yield(nil, &SetAside{Input: p, Reason: fmt.Sprintf("it cannot be opened: %v", cause(err))})
		case p != path && strings.HasPrefix(e.Name(), "."):
			if e.IsDir() {
				return fs.SkipDir
			}
		case e.IsDir():
		default:
			switch info, err := os.Stat(p); {
			case err != nil:
				more = yield(nil, &SetAside{Input: p, Reason: fmt.Sprintf("it cannot be opened: %v", cause(err))})
			case info.IsDir():
				more = yield(nil, &SetAside{Input: p, Reason: "a link to a folder is not followed: name the folder itself"})
			case !info.Mode().IsRegular():
				more = yield(nil, &SetAside{Input: p, Reason: "it is no file but a pipe, a socket or a device"})
			default:
				more = openFile(ctx, p, d, yield)
			}
		}
		if !more {
			return fs.SkipAll
		}
		return nil
	})
	if err != nil && more {
		yield(nil, &SetAside{Input: path, Reason: fmt.Sprintf("it cannot be read: %v", cause(err))})
	}
}

// openOrStop opens a file. A pipe is opened only when somebody writes to it:
// whoever does not want to wait for that can stop.
func openOrStop(ctx context.Context, path string) (*os.File, error) {
	if info, err := os.Stat(path); err != nil || info.Mode().IsRegular() {
		return os.Open(path)
	}
	type opened struct {
		f   *os.File
		err error
	}
	c := make(chan opened, 1)
	go func() {
		f, err := os.Open(path)
		c <- opened{f, err}
	}()
	select {
	case o := <-c:
		return o.f, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func openFile(ctx context.Context, path string, d Defaults, yield func(*Input, error) bool) bool {
	f, err := openOrStop(ctx, path)
	if err != nil {
		return yield(nil, &SetAside{Input: path, Reason: fmt.Sprintf("it cannot be opened: %v", cause(err))})
	}
	defer f.Close()
	return yield(NewInput(path, f, d))
}

// fetchTimeout bounds the whole download of a URL.
const fetchTimeout = 2 * time.Minute

func openURL(ctx context.Context, url string, d Defaults, yield func(*Input, error) bool) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	aside := func(format string, args ...any) {
		yield(nil, &SetAside{Input: url, Reason: fmt.Sprintf(format, args...)})
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		aside("it is no URL: %v", err)
		return
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		aside("it cannot be fetched: %v", cause(err))
		return
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		aside("the server answered %s", resp.Status)
		return
	}
	yield(NewInput(url, resp.Body, d))
}

// cause strips the operation and path that the message names already.
func cause(err error) error {
	for {
		switch e := err.(type) {
		case *fs.PathError:
			err = e.Err
		case interface{ Unwrap() error }:
			next := e.Unwrap()
			if next == nil {
				return err
			}
			err = next
		default:
			return err
		}
	}
}
