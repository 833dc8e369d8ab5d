package ci

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

// The snippets are what the schemas of their systems ask for. The schemas are those of
// SchemaStore, which .ci/lint fetches: SLUICE_SCHEMAS names their folder. What is for GitHub is
// left to actionlint, which knows more and newer things of it. The schema of Woodpecker there is
// that of its first version, which had other names.
func TestSchemas(t *testing.T) {
	dir := os.Getenv("SLUICE_SCHEMAS")
	if dir == "" {
		t.Skip("SLUICE_SCHEMAS names no folder of schemas; .ci/lint does")
	}
	file := func(name string) string { return readFile(t, "../docs/ci/"+name) }
	for _, c := range []struct{ what, text, schema string }{
		{".pre-commit-hooks.yaml", readFile(t, "../.pre-commit-hooks.yaml"), "pre-commit-hooks.json"},
		{"gitlab.yml", file("gitlab.yml"), "gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json"},
		{"templates/sluice.yml", component(t), "gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json"},
		{"azure-pipelines.yml", file("azure-pipelines.yml"), "raw.githubusercontent.com/microsoft/azure-pipelines-vscode/master/service-schema.json"},
		{"bitbucket-pipelines.yml", file("bitbucket-pipelines.yml"), "bitbucket.org/atlassianlabs/atlascode/raw/main/resources/schemas/pipelines-schema.json"},
		{"circleci.yml", file("circleci.yml"), "circleciconfig.json"},
		{"buildkite.yml", file("buildkite.yml"), "raw.githubusercontent.com/buildkite/pipeline-schema/main/schema.json"},
		{"drone.yml", file("drone.yml"), "drone.json"},
	} {
		t.Run(c.what, func(t *testing.T) {
			compiler := jsonschema.NewCompiler()
			compiler.UseLoader(jsonschema.SchemeURLLoader{"file": jsonschema.FileLoader{}, "https": schemaStore(dir)})
			compiler.UseRegexpEngine(withoutLookahead)
			schema, err := compiler.Compile(filepath.Join(dir, c.schema))
			if err != nil {
				t.Fatal(err)
			}
			var value any
			if err := yaml.Unmarshal([]byte(c.text), &value); err != nil {
				t.Fatal(err)
			}
			if c.what == "azure-pipelines.yml" {
				value = texts(value)
				// The schema is older than this setting (learn.microsoft.com/azure/devops/pipelines/yaml-schema/steps-checkout).
				delete(value.(map[string]any)["steps"].([]any)[0].(map[string]any), "fetchTags")
			}
			text, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(text, &value); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Error(err)
			}
		})
	}
}

// texts turns the scalars of a YAML document into texts, which is what all are to Azure
// Pipelines.
func texts(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name := range value {
			value[name] = texts(value[name])
		}
	case []any:
		for i := range value {
			value[i] = texts(value[i])
		}
	case bool, int:
		return fmt.Sprint(value)
	}
	return value
}

// A schemaStore is a folder with the schemas of json.schemastore.org.
type schemaStore string

func (dir schemaStore) Load(url string) (any, error) {
	f, err := os.Open(filepath.Join(string(dir), path.Base(url)))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return jsonschema.UnmarshalJSON(f)
}

// withoutLookahead compiles a regex of a schema without the conditions that Go's regexes do
// not have, so that it matches more.
func withoutLookahead(s string) (jsonschema.Regexp, error) {
	re, err := regexp.Compile(regexp.MustCompile(`\(\?!.*?\)`).ReplaceAllString(s, ""))
	return (*schemaRegexp)(re), err
}

type schemaRegexp regexp.Regexp

func (re *schemaRegexp) MatchString(s string) bool { return (*regexp.Regexp)(re).MatchString(s) }
func (re *schemaRegexp) String() string            { return (*regexp.Regexp)(re).String() }
