package report

import (
	"encoding/json"
	"iter"
	"reflect"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
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
	names := fieldNames{}
	frame := *r
	frame.Findings = nil
	data := names.toMap(reflect.ValueOf(frame))
	all := make([]*finding.Finding, len(r.Findings))
	for i := range r.Findings {
		all[i] = &r.Findings[i]
	}
	data["findings"] = eachFinding(names, all)
	data["by_risk"] = eachFinding(names, r.ByRisk())
	data["count"] = len(all)
	return data
}

// templateFindings is a list of findings over which a template ranges.
type templateFindings = iter.Seq[map[string]any]

func eachFinding(names fieldNames, all []*finding.Finding) templateFindings {
	return func(yield func(map[string]any) bool) {
		for _, f := range all {
			data := names.toMap(reflect.ValueOf(*f))
			data["deployed"], data["current"] = f.Deployed(), f.Current()
			if !yield(data) {
				return
			}
		}
	}
}

// toMap returns a struct as a map with the names that its fields have in JSON. It has all
// fields, also those that JSON leaves out when they are empty.
func (n fieldNames) toMap(v reflect.Value) map[string]any {
	out := make(map[string]any, v.NumField())
	n.add(out, v)
	return out
}

// fieldNames are the names in JSON of the fields of each struct, "" for an embedded one.
type fieldNames map[reflect.Type][]string

func (n fieldNames) of(t reflect.Type) []string {
	names, ok := n[t]
	if !ok {
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			names = append(names, name)
		}
		n[t] = names
	}
	return names
}

func (n fieldNames) add(out map[string]any, v reflect.Value) {
	for i, name := range n.of(v.Type()) {
		if name == "" {
			n.add(out, v.Field(i))
			continue
		}
		out[name] = n.value(v.Field(i))
	}
}

func (n fieldNames) value(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Struct:
		if id, ok := v.Interface().(oid.ID); ok {
			return foreign(id.String())
		}
		return n.toMap(v)
	case reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = n.value(v.Index(i))
		}
		return list
	case reflect.String:
		return foreign(v.String())
	}
	return v.Interface()
}
