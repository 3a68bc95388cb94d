package gql

import (
	"bufio"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Role is what a caller may do. A role may do what the ones before it may.
type Role int

// The roles.
const (
	Nobody Role = iota // not told
	Reader
	Editor
	Admin
)

var roles = map[string]Role{"reader": Reader, "editor": Editor, "admin": Admin}

// Tokens are the bearer tokens that a server accepts, kept as their SHA-256.
type Tokens struct{ list []token }

type token struct {
	name    string
	role    Role
	hash    [sha256.Size]byte
	expires time.Time // zero: never
}

// ReadTokens reads a token file: a line for each token with a name, a role
// (reader, editor, admin), the SHA-256 of the token in hexadecimal digits, and
// the last day on which it is good, or a hyphen. # begins a comment.
func ReadTokens(r io.Reader) (*Tokens, error) {
	t := &Tokens{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		if len(fields) != 4 {
			return nil, fmt.Errorf("line %d: write a name, a role, the token's SHA-256 and the last day on which it is good, or -", n)
		}
		k := token{name: fields[0], role: roles[fields[1]]}
		if k.role == Nobody {
			return nil, fmt.Errorf("line %d: %q is no role: write reader, editor or admin", n, fields[1])
		}
		if b, err := hex.DecodeString(fields[2]); err != nil || copy(k.hash[:], b) != sha256.Size || len(b) != sha256.Size {
			return nil, fmt.Errorf("line %d: the hash is not 64 hexadecimal digits", n)
		}
		if fields[3] != "-" {
			day, err := time.Parse("2006-01-02", fields[3])
			if err != nil {
				return nil, fmt.Errorf("line %d: %q is not a day: write 2026-12-31 or -", n, fields[3])
			}
			k.expires = day.AddDate(0, 0, 1)
		}
		t.list = append(t.list, k)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	return t, nil
}

// Caller is who asks.
type Caller struct {
	Name string
	Role Role
	// Refused says why there is no role: a message for people.
	Refused string
	// Address is where the request comes from.
	Address string
}

// find compares a token with all of them, in the same time whichever it is.
func (t *Tokens) find(secret string, now time.Time) Caller {
	hash := sha256.Sum256([]byte(secret))
	c := Caller{Refused: "the token is not known; ask for a new one"}
	for _, k := range t.list {
		if subtle.ConstantTimeCompare(hash[:], k.hash[:]) == 1 {
			if !k.expires.IsZero() && !now.Before(k.expires) {
				c = Caller{Refused: "the token has expired; ask for a new one"}
			} else {
				c = Caller{Name: k.name, Role: k.role}
			}
		}
	}
	return c
}

type callerKey struct{}

func withCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

func callerOf(ctx context.Context) Caller { c, _ := ctx.Value(callerKey{}).(Caller); return c }

// caller tells who sent a request. Without a token file, whoever is on this
// machine may do everything, but no page of another site on its behalf: the
// Host that was asked and the page's Origin must be this machine too.
func (s *Server) caller(r *http.Request) Caller {
	c := s.identify(r)
	c.Address = address(r)
	return c
}

// address is the sender's, without the port.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func (s *Server) identify(r *http.Request) Caller {
	scheme, secret, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	if s.opts.Tokens != nil {
		if !ok || !strings.EqualFold(scheme, "Bearer") {
			return Caller{Refused: "send a token: Authorization: Bearer …"}
		}
		return s.opts.Tokens.find(strings.TrimSpace(secret), s.opts.Now())
	}
	if local(r) {
		return Caller{Name: "local", Role: Admin}
	}
	return Caller{Refused: "without a token file the server takes writes from its own machine only"}
}

// local reports whether a request comes from this machine, asked it by a name
// of its own, and neither from a page of another origin nor through a proxy.
func local(r *http.Request) bool {
	if !loopback(r.RemoteAddr) || !loopback(r.Host) {
		return false
	}
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if r.Header.Get(name) != "" { // a proxy on this machine asks for somebody else
			return false
		}
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && loopback(u.Host)
}

func loopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = strings.Trim(hostport, "[]")
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// need refuses a caller whose role is too low.
func need(ctx context.Context, role Role) (Caller, error) {
	c := callerOf(ctx)
	switch {
	case c.Role == Nobody:
		why := c.Refused
		if why == "" {
			why = "send a token: Authorization: Bearer …"
		}
		return c, &refusal{Code: Unauthenticated, Message: why}
	case c.Role < role:
		return c, &refusal{Code: Forbidden, Message: "the token's role does not allow this"}
	}
	return c, nil
}
