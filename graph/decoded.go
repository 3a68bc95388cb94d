package graph

import (
	"encoding/json"
	"sync"
)

// decodedMax is how many bytes of text a store keeps decoded at a time, and
// as many again of what it kept before.
const decodedMax = 8 << 20

// Decoded keeps what was made of the texts that rows hold, found by the text
// itself, so that it cannot be stale. Pages of the present are asked for again
// and again, and decoding took a third of the time of a page of claims. What
// it returns is shared and must not be changed.
type Decoded[T any] struct {
	mu          sync.Mutex
	now, before map[string]*T
	size        int // bytes of the texts in now
}

// Get gives what a text stands for, decoded if it is not kept.
func (d *Decoded[T]) Get(text string, decode func([]byte) (*T, error)) (*T, error) {
	d.mu.Lock()
	v := d.now[text]
	old := v == nil && d.before[text] != nil
	if old {
		v = d.before[text]
	}
	d.mu.Unlock()
	if v == nil {
		var err error
		if v, err = decode([]byte(text)); err != nil {
			return nil, err
		}
	} else if !old {
		return v, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.now == nil || d.size+len(text) > decodedMax {
		d.now, d.before, d.size = map[string]*T{}, d.now, 0
	}
	if d.now[text] == nil {
		d.now[text] = v
		d.size += len(text)
	}
	return v, nil
}

// DecodeJSON reads what a text is the JSON of.
func DecodeJSON[T any](text []byte) (*T, error) {
	v := new(T)
	return v, json.Unmarshal(text, v)
}
