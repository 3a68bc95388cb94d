package lang

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
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
}

type rawCase struct {
	Text  string   `yaml:"text"`
	Gives []string `yaml:"gives"`
}

// frameNodes are the entries of the list that a file of frames is.
func frameNodes(data []byte) ([]*yaml.Node, error) {
	root, err := document(data)
	if err != nil || root == nil {
		return nil, err
	}
	if root.Kind != yaml.SequenceNode {
		return nil, fmt.Errorf("line %d: want a list of frames, each beginning with a dash", root.Line)
	}
	return root.Content, nil
}

// document reads a file of one YAML document; nil when it is empty.
func document(data []byte) (*yaml.Node, error) {
	var doc yaml.Node
	if err := guarded(func() error { return yaml.Unmarshal(data, &doc) }); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	return doc.Content[0], nil
}

// decode reads what a node says into v, a pointer, and refuses keys that v has
// no field for: the library does so for whole files only.
func decode(n *yaml.Node, v any, known keys) error {
	return errors.Join(known.check(n), guarded(func() error { return n.Decode(v) }))
}

// keys are those that a mapping may have, each with those that its value may.
type keys map[string]keys

// keysOf lists the keys of a struct, or of the structs of a slice; nil for others.
func keysOf(t reflect.Type) keys {
	switch t.Kind() {
	case reflect.Slice:
		return keysOf(t.Elem())
	case reflect.Struct:
		known := keys{}
		for _, f := range reflect.VisibleFields(t) {
			if key, _, _ := strings.Cut(f.Tag.Get("yaml"), ","); key != "" {
				known[key] = keysOf(f.Type)
			}
		}
		return known
	}
	return nil
}

func (k keys) check(n *yaml.Node) error {
	var errs []error
	switch {
	case k == nil:
	case n.Kind == yaml.SequenceNode:
		for _, e := range n.Content {
			errs = append(errs, k.check(e))
		}
	case n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if field, ok := k[key.Value]; ok {
				errs = append(errs, field.check(n.Content[i+1]))
			} else {
				errs = append(errs, fmt.Errorf("line %d: unknown field %q", key.Line, key.Value))
			}
		}
	}
	return errors.Join(errs...)
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
