package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestCompose reads docker-compose.yml and the Dockerfile, since there need not
// be an engine where tests run: what they promise stands in them.
func TestCompose(t *testing.T) {
	text, err := os.ReadFile("../../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	type service struct {
		Image       string            `yaml:"image"`
		Build       string            `yaml:"build"`
		Environment map[string]string `yaml:"environment"`
		Ports       []string          `yaml:"ports"`
		Volumes     []string          `yaml:"volumes"`
		Healthcheck struct {
			Test []string `yaml:"test"`
		} `yaml:"healthcheck"`
		DependsOn map[string]struct {
			Condition string `yaml:"condition"`
		} `yaml:"depends_on"`
		User        string   `yaml:"user"`
		ReadOnly    bool     `yaml:"read_only"`
		CapDrop     []string `yaml:"cap_drop"`
		SecurityOpt []string `yaml:"security_opt"`
	}
	var compose struct {
		Services map[string]service `yaml:"services"`
		Volumes  map[string]any     `yaml:"volumes"`
	}
	if err := yaml.Unmarshal(text, &compose); err != nil {
		t.Fatal(err)
	}
	is := func(what string, ok bool) {
		t.Helper()
		if !ok {
			t.Errorf("docker-compose.yml: %s", what)
		}
	}
	db, app := compose.Services["neo4j"], compose.Services["entente"]
	is("the image of Neo4j is pinned to a patch of 5.26 Community", regexp.MustCompile(`^neo4j:5\.26\.\d+-community$`).MatchString(db.Image))
	is("Neo4j has a health check", len(db.Healthcheck.Test) == 2 && strings.Contains(db.Healthcheck.Test[1], "cypher-shell"))
	is("the health check holds no password", !regexp.MustCompile(`(^|[^$])\$\{`).MatchString(strings.Join(db.Healthcheck.Test, " ")))
	is("the data are in a volume", slices.Contains(db.Volumes, "neo4j:/data"))
	_, named := compose.Volumes["neo4j"]
	is("the volume is named", named)
	required := regexp.MustCompile(`^(neo4j/)?\$\{ENTENTE_DB_PASSWORD:\?.+\}$`)
	is("Neo4j's password comes from the environment, and must be there", required.MatchString(db.Environment["NEO4J_AUTH"]))
	is("so does the server's", required.MatchString(app.Environment["ENTENTE_DB_PASSWORD"]))
	is("the server waits for a healthy Neo4j", app.DependsOn["neo4j"].Condition == "service_healthy")
	is("the server is built from the Dockerfile", app.Build == ".")
	is("the server is not root", app.User == "65532:65532")
	is("its root is read-only", app.ReadOnly)
	is("it has no capabilities", slices.Equal(app.CapDrop, []string{"ALL"}) && slices.Contains(app.SecurityOpt, "no-new-privileges:true"))
	for _, s := range compose.Services {
		for _, p := range s.Ports {
			is("nothing is open to other machines: "+p, strings.HasPrefix(p, "127.0.0.1:"))
		}
	}
	if u := app.Environment["ENTENTE_DB"]; u != "neo4j://neo4j@neo4j:7687" {
		t.Errorf("the server's database is %s", u)
	}

	file, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	var from []string
	last := map[string]string{}
	for line := range strings.Lines(string(file)) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if word == "FROM" {
			from = append(from, rest)
			clear(last)
		}
		last[word] = rest
	}
	if len(from) != 2 || !strings.HasSuffix(from[0], " AS build") || strings.Contains(from[1], " AS ") {
		t.Errorf("Dockerfile: stages %q", from)
	}
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindSubmatch(mod)
	if version == nil || len(from) == 0 || !strings.HasPrefix(from[0], "golang:"+string(version[1])) {
		t.Errorf("Dockerfile: %q does not build with the Go of go.mod", from)
	}
	if user := last["USER"]; user != app.User {
		t.Errorf("Dockerfile: the last stage runs as %q", user)
	}
	if !strings.Contains(string(file), "CGO_ENABLED=0") || last["ENTRYPOINT"] != `["/entente"]` {
		t.Error("Dockerfile: the image holds a static binary and starts it")
	}
}
