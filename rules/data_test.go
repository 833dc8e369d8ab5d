package rules

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/prebuilt"
)

// Every field of a rule is written and read, also one that is added later.
func TestDataHoldsEveryField(t *testing.T) {
	cfg := &Config{}
	n := 0
	fill(reflect.ValueOf(cfg).Elem(), &n)
	cfg.From = finding.Rules{} // Builtin says it
	cfg.Generic = Generic{}    // rule files alone say it
	for i := range cfg.Rules {
		cfg.Rules[i].Regex = fmt.Sprint("regex ", i)
	}
	var patterns []prebuilt.Pattern
	for _, r := range cfg.Rules {
		patterns = append(patterns, prebuilt.Pattern{Expr: r.Regex})
	}
	data, _ := cfg.data()
	got, err := readConfig(prebuilt.NewReader(string(data)), patterns)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, cfg) {
		t.Errorf("got  %+v\nwant %+v", got, cfg)
	}
	text := string(data)
	for cut := range len(text) {
		if _, err := readConfig(prebuilt.NewReader(text[:cut]), patterns); err == nil {
			t.Fatalf("no error for the first %d of %d bytes", cut, len(text))
		}
	}
}

// fill sets everything in v, to values that are all different.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("a text of some length ", *n))
	case reflect.Int:
		v.SetInt(int64(*n * 7))
	case reflect.Float64:
		v.SetFloat(float64(*n) + 0.5)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Struct:
		if o, ok := v.Addr().Interface().(*Origin); ok {
			*o = Origin{File: fmt.Sprint("file ", *n), Line: *n, builtin: true}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), n)
			}
		}
	default:
		panic("a field of kind " + v.Kind().String())
	}
}
