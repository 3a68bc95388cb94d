package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// progress shows how far a long verb has come: a line that counts on a
// terminal, a plain line now and then elsewhere, nothing with --quiet.
type progress struct {
	what  string
	n     int
	out   io.Writer
	start time.Time
	next  time.Time
	pool  *mpb.Progress
	bar   *mpb.Bar
}

// progressEvery is how often a plain line is printed.
const progressEvery = 10 * time.Second

func (a *app) newProgress(what string) *progress {
	p := &progress{what: what, start: time.Now(), next: time.Now().Add(progressEvery)}
	if a.cli.Quiet {
		return p
	}
	p.out = a.stderr
	if f, ok := a.stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.pool = mpb.New(mpb.WithOutput(f), mpb.WithAutoRefresh())
		p.bar = p.pool.New(0, mpb.SpinnerStyle(), mpb.BarRemoveOnComplete(),
			mpb.AppendDecorators(decor.CurrentNoUnit(what+" %d articles "), decor.AverageSpeed(0, "%.0f/s ")))
	}
	return p
}

func (p *progress) add(n int) {
	p.n += n
	switch {
	case p.bar != nil:
		p.bar.IncrBy(n)
	case p.out != nil && time.Now().After(p.next):
		p.next = time.Now().Add(progressEvery)
		fmt.Fprintf(p.out, "%s: %d articles, %.0f a second\n", p.what, p.n, float64(p.n)/time.Since(p.start).Seconds())
	}
}

func (p *progress) done() {
	if p.bar != nil {
		p.bar.SetTotal(-1, true)
		p.pool.Wait()
	}
}
