package graph

import "encoding/json"

// Optional is text that may be missing: the empty string is null in JSON.
type Optional string

// MarshalJSON prints the empty string as null.
func (o Optional) MarshalJSON() ([]byte, error) { return nullIfEmpty(string(o)) }

// MarshalJSON prints the unknown date as null.
func (d Date) MarshalJSON() ([]byte, error) { return nullIfEmpty(string(d)) }

// MarshalJSON prints the empty id, of someone named by office alone, as null.
func (id EntityID) MarshalJSON() ([]byte, error) { return nullIfEmpty(string(id)) }

func nullIfEmpty(s string) ([]byte, error) {
	if s == "" {
		return []byte("null"), nil
	}
	return json.Marshal(s)
}
