package report

import (
	"encoding"
	"encoding/json"
	"iter"
	"reflect"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
)

// foreign is a text as a template sees it. It is written as package plain writes it;
// functions and JSON have it as it is.
type foreign string

func (f foreign) String() string { return plain.Text(string(f)) }

// MarshalJSON writes the text itself. JSON has escapes of its own for what is not plain.
func (f foreign) MarshalJSON() ([]byte, error) { return json.Marshal(string(f)) }

// templateData is what a template gets: the report as maps, with the names of the json
// format. Its findings are made one at a time, so that many need little memory: findings
// has them in the order of the json format, and by_risk the most urgent first.
func templateData(r *finding.Report) map[string]any {
	frame := *r
	frame.Findings = nil
	data := toMap(reflect.ValueOf(frame))
	all := make([]*finding.Finding, len(r.Findings))
	for i := range r.Findings {
		all[i] = &r.Findings[i]
	}
	data["findings"] = eachFinding(all)
	data["by_risk"] = eachFinding(byRisk(r))
	data["count"] = len(all)
	return data
}

// templateFindings is a list of findings over which a template ranges.
type templateFindings = iter.Seq[map[string]any]

func eachFinding(all []*finding.Finding) templateFindings {
	return func(yield func(map[string]any) bool) {
		for _, f := range all {
			data := toMap(reflect.ValueOf(*f))
			data["deployed"], data["current"] = f.Deployed(), f.Current()
			if !yield(data) {
				return
			}
		}
	}
}

// toMap returns a struct as a map with the names that its fields have in JSON. It has all
// fields, also those that JSON leaves out when they are empty.
func toMap(v reflect.Value) map[string]any {
	out := make(map[string]any, v.NumField())
	addFields(out, v)
	return out
}

func addFields(out map[string]any, v reflect.Value) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous && name == "" {
			addFields(out, v.Field(i))
			continue
		}
		out[name] = toValue(v.Field(i))
	}
}

func toValue(v reflect.Value) any {
	switch {
	case v.Type().Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil {
			return foreign("")
		}
		return foreign(text)
	case v.Kind() == reflect.Struct:
		return toMap(v)
	case v.Kind() == reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = toValue(v.Index(i))
		}
		return list
	case v.Kind() == reflect.String:
		return foreign(v.String())
	}
	return v.Interface()
}
