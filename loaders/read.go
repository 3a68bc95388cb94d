package loaders

import (
	"bufio"
	"errors"
	"io"
)

// ReadAll reads at most limit bytes; more is ErrTooLong, and the bytes read so
// far are returned with it.
func ReadAll(r io.Reader, limit int) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err == nil && len(b) > limit {
		return b[:limit], ErrTooLong
	}
	return b, err
}

// Lines reads a stream line by line in bounded memory.
type Lines struct {
	r     *bufio.Reader
	limit int
	line  int
}

// NewLines reads lines of at most limit bytes from r.
func NewLines(r io.Reader, limit int) *Lines {
	return &Lines{r: bufio.NewReaderSize(r, 64<<10), limit: limit}
}

// Next returns the next line without its end, and its number from 1. A line
// over the limit is read to its end and given as its first bytes with
// ErrTooLong; the next call goes on behind it. io.EOF ends the stream.
func (l *Lines) Next() ([]byte, int, error) {
	var out []byte
	long := false
	for {
		part, err := l.r.ReadSlice('\n')
		if room := l.limit - len(out); len(part) > room+1 {
			part, long = part[:max(room, 0)], true
		}
		out = append(out, part...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == io.EOF && len(out) == 0 && !long:
			return nil, l.line, io.EOF
		case err != nil && err != io.EOF:
			return out, l.line, err
		}
		l.line++
		for len(out) > 0 && (out[len(out)-1] == '\n' || out[len(out)-1] == '\r') {
			out = out[:len(out)-1]
		}
		if long || len(out) > l.limit {
			return out[:min(len(out), l.limit)], l.line, ErrTooLong
		}
		return out, l.line, nil
	}
}
