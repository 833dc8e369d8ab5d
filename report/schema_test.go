package report

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
)

// words are the types of which a schema lists all values.
var words = map[reflect.Type][]any{
	reflect.TypeFor[finding.Severity]():     anys(finding.Severities()),
	reflect.TypeFor[finding.Confidence]():   anys(finding.Confidences()),
	reflect.TypeFor[finding.Verification](): anys(finding.Verifications()),
	reflect.TypeFor[finding.Kind]():         anys(finding.Kinds()),
	reflect.TypeFor[finding.Setting]():      anys(finding.Settings()),
	reflect.TypeFor[finding.ScanKind]():     anys([]finding.ScanKind{finding.ScanHistory, finding.ScanRange, finding.ScanStaged, finding.ScanPush, finding.ScanFolder, finding.ScanStdin, finding.ScanImage}),
}

func anys[T any](list []T) []any {
	var out []any
	for _, v := range list {
		out = append(out, v)
	}
	return out
}

// comments are what the source of package finding says of its types and fields: of "Span"
// the comment of the type, of "Span.StartLine" that of the field.
func comments(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../finding/*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			d, ok := decl.(*ast.GenDecl)
			if !ok || d.Tok != token.TYPE {
				continue
			}
			spec := d.Specs[0].(*ast.TypeSpec)
			out[spec.Name.Name] = oneLine(d.Doc.Text())
			if s, ok := spec.Type.(*ast.StructType); ok {
				for _, field := range s.Fields.List {
					for _, n := range field.Names {
						out[spec.Name.Name+"."+n.Name] = oneLine(field.Doc.Text() + field.Comment.Text())
					}
				}
			}
		}
	}
	return out
}

// oneLine is a text in one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// A schemaMaker makes the schema of types.
type schemaMaker struct {
	comments map[string]string
	defs     map[string]any
}

type jsonObject = map[string]any

func (m *schemaMaker) of(t reflect.Type) jsonObject {
	switch {
	case t == reflect.TypeFor[oid.ID]():
		return jsonObject{"type": "string", "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})?$"}
	case words[t] != nil:
		return jsonObject{"type": "string", "enum": words[t]}
	case t.Kind() == reflect.Struct:
		name := string(unicode.ToLower(rune(t.Name()[0]))) + t.Name()[1:]
		if m.defs[name] == nil {
			m.defs[name] = jsonObject{} // for a type that holds itself
			m.defs[name] = m.structure(t)
		}
		return jsonObject{"$ref": "#/$defs/" + name}
	case t.Kind() == reflect.Slice:
		return jsonObject{"type": "array", "items": m.of(t.Elem())}
	case t.Kind() == reflect.String:
		return jsonObject{"type": "string"}
	case t.Kind() == reflect.Bool:
		return jsonObject{"type": "boolean"}
	case t.Kind() == reflect.Float64:
		return jsonObject{"type": "number", "minimum": 0}
	default:
		return jsonObject{"type": "integer", "minimum": 0}
	}
}

func (m *schemaMaker) structure(t reflect.Type) jsonObject {
	properties, required := jsonObject{}, []string{}
	m.fields(t, properties, &required)
	out := jsonObject{"type": "object", "properties": properties, "required": required}
	if c := m.comments[t.Name()]; c != "" {
		out["description"] = c
	}
	return out
}

func (m *schemaMaker) fields(t reflect.Type, properties jsonObject, required *[]string) {
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" { // it is in no report
			continue
		}
		if field.Anonymous && name == "" {
			m.fields(field.Type, properties, required)
			continue
		}
		s := m.of(field.Type)
		if c := m.comments[t.Name()+"."+field.Name]; c != "" {
			s["description"] = c
		}
		if name == "schema" {
			s = jsonObject{"const": finding.SchemaV1}
		}
		properties[name] = s
		if options == "" {
			*required = append(*required, name)
		}
	}
}

// makeSchema makes the schema of a report, with "line" for a line of the jsonl format.
func makeSchema(t *testing.T) string {
	t.Helper()
	m := schemaMaker{comments: comments(t), defs: jsonObject{}}
	whole := m.structure(reflect.TypeFor[finding.Report]())
	m.of(reflect.TypeFor[closing]())
	m.defs["closing"].(jsonObject)["description"] = "The last line of the jsonl format: the report without its findings."
	m.defs["line"] = jsonObject{"description": "A line of the jsonl format.", "anyOf": []jsonObject{{"$ref": "#/$defs/finding"}, {"$ref": "#/$defs/closing"}}}
	whole["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	whole["$id"] = "https://raw.githubusercontent.com/sluicesec/sluice/main/docs/reference/report.schema.json"
	whole["title"] = "The JSON report of Sluice, " + finding.SchemaV1
	whole["$defs"] = m.defs
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(whole); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestSchemaIsUpToDate: the published schema is that of the types, and so is the one in
// the program.
func TestSchemaIsUpToDate(t *testing.T) {
	want := makeSchema(t)
	for _, name := range []string{"report.schema.json", "../docs/reference/report.schema.json"} {
		if *update {
			if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is not that of the types: run go test ./report -update", name)
		}
	}
	if !*update && Schema() != want {
		t.Error("the schema in the program is not that of the types")
	}
}

// strict is the schema with unknown fields refused in every object.
func strict(t *testing.T, root string) string {
	t.Helper()
	var doc jsonObject
	if err := json.Unmarshal([]byte(makeSchema(t)), &doc); err != nil {
		t.Fatal(err)
	}
	var seal func(v any)
	seal = func(v any) {
		switch v := v.(type) {
		case jsonObject:
			if v["type"] == "object" {
				v["additionalProperties"] = false
			}
			for _, child := range v {
				seal(child)
			}
		case []any:
			for _, child := range v {
				seal(child)
			}
		}
	}
	seal(doc)
	if root != "" {
		doc = jsonObject{"$schema": doc["$schema"], "$defs": doc["$defs"], "$ref": "#/$defs/" + root}
	} else {
		delete(doc, "$id")
	}
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestSchema: every report is valid, and has no field that the schema does not know.
func TestSchema(t *testing.T) {
	whole, line := validator(t, strict(t, "")), validator(t, strict(t, "line"))
	full := sample()
	fillEmpty(reflect.ValueOf(full).Elem())
	reports := []*finding.Report{sample(), clean(), full}
	for seed := range uint64(100) {
		r := random(seed)
		for i := range r.Findings {
			for j := range r.Findings[i].Locations {
				if l := &r.Findings[i].Locations[j]; l.Kind == "" {
					l.Kind = finding.KindBlob // an empty one is none of the words
				}
			}
		}
		reports = append(reports, r)
	}
	for i, r := range reports {
		if err := whole(write(t, "json", r, Options{})); err != nil {
			t.Fatalf("report %d: %v", i, err)
		}
		for text := range strings.Lines(write(t, "jsonl", r, Options{})) {
			if err := line(text); err != nil {
				t.Fatalf("report %d: %v", i, err)
			}
		}
	}
	text := write(t, "json", sample(), Options{})
	for old, bad := range map[string]string{
		`"complete"`:            `"completed"`,
		`"sluice.report/v1"`:    `"sluice.report/v2"`,
		`"severity": "high"`:    `"severity": "fatal"`,
		`"start_line": 1,`:      `"start_line": "1",`,
		`"also_rules": [],`:     `"also_rules": null,`,
		`"kind": "ref-name"`:    `"kind": "ref"`,
		`"commit": "4444444444`: `"commit": "x`,
	} {
		if changed := strings.Replace(text, old, bad, 1); changed == text || whole(changed) == nil {
			t.Errorf("%s is valid", bad)
		}
	}
}

// fillEmpty gives every empty text, number and list in the report a value, so that no
// field is left out.
func fillEmpty(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[oid.ID]():
	case words[v.Type()] != nil:
		if v.IsZero() {
			v.Set(reflect.ValueOf(words[v.Type()][0]))
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fillEmpty(v.Field(i))
		}
	case v.Kind() == reflect.Slice:
		if v.Len() == 0 {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		}
		for i := range v.Len() {
			fillEmpty(v.Index(i))
		}
	case v.IsZero() && v.Kind() == reflect.String:
		v.SetString("x")
	case v.IsZero() && v.CanInt():
		v.SetInt(1)
	}
}
