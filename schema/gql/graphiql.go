package gql

import (
	"embed"
	"fmt"
	"io/fs"
	"net/http"
)

// GraphiQL 4.1.2 and React 18.3.1 (their UMD builds, unchanged), under the MIT
// licence that lies beside them.
//
//go:embed graphiql
var graphiqlFiles embed.FS

const graphiqlPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Entente: GraphiQL</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="graphiql.min.css">
<link rel="stylesheet" href="page.css">
<link rel="icon" href="data:,">
</head>
<body>
<div id="graphiql" data-endpoint="%s">Loading…</div>
<script src="react.production.min.js"></script>
<script src="react-dom.production.min.js"></script>
<script src="graphiql.min.js"></script>
<script src="page.js"></script>
</body>
</html>
`

// GraphiQL serves the editor for operations under a path that ends in a slash;
// endpoint is where they are answered. It makes no request to any other host.
func GraphiQL(path, endpoint string) http.Handler {
	files, err := fs.Sub(graphiqlFiles, "graphiql")
	if err != nil { // the folder is embedded
		panic(err)
	}
	page := fmt.Appendf(nil, graphiqlPage, endpoint)
	static := http.StripPrefix(path, http.FileServerFS(files))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "+
			"img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		if r.URL.Path == path {
			h.Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write(page) // nobody is left to tell
			return
		}
		static.ServeHTTP(w, r)
	})
}
