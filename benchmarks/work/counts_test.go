package main

import (
	"slices"
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	before := counts{"go1, cpu", []count{{"folder", "steps", 1000}, {"folder", "bytes", 0}, {"folder", instructions, 1000}}}
	for _, test := range []struct {
		name string
		now  counts
		want []string
		says string
	}{
		{"the same", before, nil, ""},
		{"within 3 %", counts{"go1, cpu", []count{{"folder", "steps", 1030}, {"folder", "bytes", 0}}}, nil, "+3.0 %"},
		{"above", counts{"go1, cpu", []count{{"folder", "steps", 1031}, {"folder", "bytes", 0}}}, []string{"folder steps by 3.1 %"}, "GROWN"},
		{"from nothing", counts{"go1, cpu", []count{{"folder", "steps", 1000}, {"folder", "bytes", 1}}}, []string{"folder bytes by 100.0 %"}, "GROWN"},
		{"less", counts{"go1, cpu", []count{{"folder", "steps", 900}, {"folder", "bytes", 0}}}, nil, "renew"},
		{"more instructions", counts{"go1, cpu", []count{{"folder", "steps", 1000}, {"folder", "bytes", 0}, {"folder", instructions, 1100}}}, []string{"folder instructions by 10.0 %"}, "GROWN"},
		{"on another processor", counts{"go1, other", []count{{"folder", "steps", 1000}, {"folder", "bytes", 0}, {"folder", instructions, 1100}}}, nil, "not compared"},
		{"a figure is gone", counts{"go1, cpu", []count{{"folder", "steps", 1000}}}, []string{"folder bytes is not counted any more"}, ""},
		{"a new figure", counts{"go1, cpu", append(slices.Clone(before.list), count{"range", "steps", 7})}, nil, "range"},
	} {
		table, grown := compare(before, test.now)
		if !slices.Equal(grown, test.want) || !strings.Contains(table, test.says) {
			t.Errorf("%s: %q, want %q, and the table\n%s", test.name, grown, test.want, table)
		}
	}
}

func TestParse(t *testing.T) {
	c := counts{"go1, a cpu", []count{{"folder", "steps", 1000}, {"range", "bytes", 0}}}
	back, err := parse(c.String())
	if err != nil || back.made != c.made || !slices.Equal(back.list, c.list) {
		t.Errorf("%+v comes back as %+v: %v", c, back, err)
	}
	for _, wrong := range []string{"", "made go1\n", "folder steps\n", "folder steps many\n"} {
		if _, err := parse(wrong); err == nil {
			t.Errorf("%q is no error", wrong)
		}
	}
}
