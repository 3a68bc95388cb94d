package loaders_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/loaders"
)

// opened is what Open yields, a line each: the name and the content, or the
// reason why there is none.
func opened(ctx context.Context, path string) []string {
	var out []string
	for in, err := range loaders.Open(ctx, path, loaders.Defaults{}, strings.NewReader("from standard input")) {
		var aside *loaders.SetAside
		switch {
		case errors.As(err, &aside):
			out = append(out, aside.Error())
		case err != nil:
			out = append(out, "failed: "+err.Error())
		default:
			b, err := io.ReadAll(in.Body)
			s := in.Name + ": " + string(b)
			if err != nil {
				s += " <" + err.Error() + ">"
			}
			out = append(out, s)
		}
	}
	return out
}

// TestOpenFolder: a folder gives its files; what is none is said, links in a
// circle end, and hidden files are left out.
func TestOpenFolder(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, err := range []error{
		os.MkdirAll(in("sub/deep"), 0o755), os.MkdirAll(in(".hidden"), 0o755),
		os.WriteFile(in("a.txt"), []byte("A"), 0o600), os.WriteFile(in("sub/deep/b.txt"), []byte("B"), 0o600),
		os.WriteFile(in(".hidden/c.txt"), []byte("C"), 0o600), os.WriteFile(in("sub/.d.txt"), []byte("D"), 0o600),
		os.Symlink("a.txt", in("link")), os.Symlink("..", in("sub/up")), os.Symlink("self", in("self")), os.Symlink("nowhere", in("lost")),
		syscall.Mkfifo(in("pipe"), 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	got := opened(context.Background(), dir)
	for i := range got {
		got[i] = strings.TrimPrefix(got[i], dir+"/")
	}
	want := []string{
		"a.txt: A", "link: A", "lost: it cannot be opened: no such file or directory",
		"pipe: it is no file but a pipe, a socket or a device", "self: it cannot be opened: too many levels of symbolic links",
		"sub/deep/b.txt: B", "sub/up: a link to a folder is not followed: name the folder itself",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestOpenPipe: a pipe that nobody writes to can be waited for, and left.
func TestOpenPipe(t *testing.T) {
	idle, pipe := filepath.Join(t.TempDir(), "idle"), filepath.Join(t.TempDir(), "pipe")
	for _, name := range []string{idle, pipe} {
		if err := syscall.Mkfifo(name, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if got := opened(ctx, idle); len(got) != 1 || !strings.Contains(got[0], "deadline") {
		t.Errorf("got %q", got)
	}
	go func() {
		if err := os.WriteFile(pipe, []byte("late"), 0o600); err != nil {
			t.Error(err)
		}
	}()
	ctx, cancel = context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if got := opened(ctx, pipe); len(got) != 1 || !strings.Contains(got[0], "late") {
		t.Errorf("got %q", got)
	}
}

// TestOpenURL: what servers answer, good and bad.
func TestOpenURL(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "a page") })
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/page", http.StatusMovedPermanently)
	})
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	mux.HandleFunc("/broken", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		fmt.Fprint(w, "half a page")
	})
	mux.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/slams", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	server := httptest.NewServer(mux)
	defer server.Close()
	nobody := httptest.NewServer(nil)
	nobody.Close()
	for _, c := range []struct{ url, want string }{
		{server.URL + "/page", "/page: a page"},
		{server.URL + "/moved", "/moved: a page"},
		{server.URL + "/round", "it cannot be fetched: stopped after 10 redirects"},
		{server.URL + "/gone", "the server answered 410 Gone"},
		{server.URL + "/none", "the server answered 404 Not Found"},
		{server.URL + "/broken", "it cannot be read: unexpected EOF"},
		{server.URL + "/slow", "it cannot be fetched: context deadline exceeded"},
		{server.URL + "/slams", "it cannot be fetched: EOF"},
		{nobody.URL, "it cannot be fetched: connection refused"},
		{"http://[::1", "it is no URL"},
	} {
		patience := time.Minute
		if strings.HasSuffix(c.url, "/slow") {
			patience = 300 * time.Millisecond
		}
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		got := opened(ctx, c.url)
		cancel()
		if len(got) != 1 || !strings.Contains(got[0], c.want) {
			t.Errorf("%s gives %q, want %q", c.url, got, c.want)
		}
	}
}

// TestOpenOthers: standard input, and a path that leads nowhere.
func TestOpenOthers(t *testing.T) {
	want := []string{"-: from standard input", "no/such/file: it cannot be opened: no such file or directory"}
	got := append(opened(context.Background(), "-"), opened(context.Background(), "no/such/file")...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestWhatIsNoText: the reason says what the file is and what to do.
func TestWhatIsNoText(t *testing.T) {
	for begins, want := range map[string]string{
		"\x1f\x8b\x08\x00": "gzip -d", "PK\x03\x04\x14": "office document", "%PDF-1.7\n": "pdftotext", "\x89PNG\r\n": "picture",
		"\xff\xfeI\x00": "UTF-16", "\xfe\xff\x00I": "UTF-16", "\x00\x00\xfe\xff": "UTF-32", "I\x00r\x00": "zero byte at offset 1",
		"C\xf4te": "first wrong byte at offset 1", "a\xed\xa0\x80": "first wrong byte at offset 1",
	} {
		if _, err := loaders.CleanText([]byte(begins)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %q", begins, err, want)
		}
	}
}
