package gitleaks

import (
	"crypto/rand"
	"crypto/sha512"
	"fmt"
	"text/template"

	"github.com/Masterminds/goutils"
	sprig "github.com/go-task/slim-sprig/v3"
	"github.com/huandu/xstrings"
)

// templateFunctions are the functions of sprig that a report can use, by its names. Sprig
// itself also makes keys, certificates and passwords, merges maps and compares versions; it
// would be a fiftieth of the program, and a quarter of the time that the program takes to
// start. So here is slim-sprig, and what it lacks for texts and numbers. As in gitleaks,
// there is none that reads the environment or asks the network.
func templateFunctions() template.FuncMap {
	functions := sprig.TxtFuncMap()
	for _, name := range []string{"env", "expandenv", "getHostByName"} {
		delete(functions, name)
	}
	for _, more := range []template.FuncMap{textFunctions(), floatFunctions(sprig.TxtFuncMap()["float64"].(func(any) float64))} {
		for name, function := range more {
			functions[name] = function
		}
	}
	return functions
}

func textFunctions() template.FuncMap {
	return template.FuncMap{
		"abbrev":     func(width int, s string) string { return abbreviate(0, width, s) },
		"abbrevboth": abbreviate,
		"camelcase":  xstrings.ToPascalCase,
		"initials":   func(s string) string { return goutils.Initials(s) },
		"kebabcase":  xstrings.ToKebabCase,
		"nospace":    goutils.DeleteWhiteSpace,
		"sha512sum":  func(s string) string { return fmt.Sprintf("%x", sha512.Sum512([]byte(s))) },
		"snakecase":  xstrings.ToSnakeCase,
		"swapcase":   goutils.SwapCase,
		"untitle":    func(s string) string { return goutils.Uncapitalize(s) },
		"uuidv4":     newUUID,
		"wrap":       func(width int, s string) string { return goutils.Wrap(s, width) },
		"wrapWith":   func(width int, newline, s string) string { return goutils.WrapCustom(s, width, newline, true) },
	}
}

// abbreviate cuts a text to a width, from an offset on, with dots where something is
// missing. A text that is too short for that stays as it is.
func abbreviate(offset, width int, s string) string {
	if width < 4 || offset > 0 && width < 7 {
		return s
	}
	short, _ := goutils.AbbreviateFull(s, offset, width) // it only refuses such widths
	return short
}

// newUUID makes a random UUID (RFC 9562, version 4).
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// floatFunctions calculate with numbers that float reads from a number or a text.
func floatFunctions(float func(any) float64) template.FuncMap {
	over := func(f func(x, y float64) float64) func(any, ...any) float64 {
		return func(first any, rest ...any) float64 {
			x := float(first)
			for _, y := range rest {
				x = f(x, float(y))
			}
			return x
		}
	}
	add := over(func(x, y float64) float64 { return x + y })
	return template.FuncMap{
		"add1f": func(x any) float64 { return add(x, 1) },
		"addf":  func(all ...any) float64 { return add(0, all...) },
		"subf":  over(func(x, y float64) float64 { return x - y }),
		"mulf":  over(func(x, y float64) float64 { return x * y }),
		"divf":  over(func(x, y float64) float64 { return x / y }),
	}
}
