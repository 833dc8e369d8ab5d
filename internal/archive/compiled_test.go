package archive

import (
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// pycOf makes compiled Python 3.8: a module with constants and names, and some code.
func pycOf(code string, consts, names []string) []byte {
	short := func(text string) string { return "z" + string(rune(len(text))) + text }
	tuple := func(texts []string) string {
		out := ")" + string(rune(len(texts)))
		for _, text := range texts {
			out += short(text)
		}
		return out
	}
	size := string(binary.LittleEndian.AppendUint32(nil, uint32(len(code))))
	return []byte("\x55\x0d\r\n" + strings.Repeat("\x00", 12) + "\xe3" + strings.Repeat("\x00", 24) +
		"s" + size + code + tuple(consts) + tuple(names) + ")\x00)\x00)\x00" + short("m.py") + short("<module>") + "\x01\x00\x00\x00s\x00\x00\x00\x00")
}

func TestPyc(t *testing.T) {
	data := pycOf("d\x00Z\x00"+"e\x01d\x01d\x02\x83\x02\x01\x00", []string{"first text", "a.name", "some-value", "alone"}, []string{"NAME", "call"})
	if kind := Detect(data, data); kind != Pyc {
		t.Fatalf("detected as %q", kind)
	}
	all := walk(t, data, Defaults())
	wants(t, all, shown{path: "pyc!names", data: "NAME = \"first text\"\na.name = \"some-value\"\n"})
	wants(t, all, shown{path: "pyc!constants", data: "a.name\nalone\nNAME\ncall\nm.py\n<module>\n"})
	for n := 32; n < len(data)-1; n++ {
		if part := data[:n]; Detect(part, part) == Pyc && len(misses(walk(t, part, Defaults()))) == 0 {
			t.Errorf("cut to %d bytes nothing is missing", n)
		}
	}
}

// What Python itself compiled is read.
func TestPycOfTool(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	dir := t.TempDir()
	source := "'''a text'''\nNAME = 'value one'\nCONF = {'first.key': 'value-2', 'other': 5}\ndef f():\n  call(user='user_3', word='word-3')\n  put('third.key', 'value-4')\n" +
		"class A:\n  def __init__(self):\n    self.field = 'value-5'\n"
	if err := os.WriteFile(filepath.Join(dir, "m.py"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python, "-c", "import py_compile; py_compile.compile('m.py', cfile='m.pyc', doraise=True)")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "m.pyc"))
	if err != nil {
		t.Fatal(err)
	}
	if pycVersion(data).loadConst == 0 {
		t.Skip("the instructions of this version are not known")
	}
	all := walk(t, data, Defaults())
	if len(all) != 2 || len(misses(all)) > 0 {
		t.Fatalf("%+v", all)
	}
	lines := strings.Split(all[0].data, "\n")
	for _, want := range []string{`NAME = "value one"`, `first.key = "value-2"`, `user = "user_3"`, `word = "word-3"`, `third.key = "value-4"`, `field = "value-5"`} {
		if !slices.Contains(lines, want) {
			t.Errorf("%s is missing in %q", want, lines)
		}
	}
}

// classOf makes a class with a field that has a constant value, and a method with code. A
// constant that begins with a digit refers to others.
func classOf(code string) []byte {
	pool := []string{"A", "NAME", "ConstantValue", "a text", "\x08\x00\x04", "Code", "f", "other text", "\x08\x00\x08", "\x0c\x00\x02\x00\x01",
		"\x09\x00\x01\x00\x0a", "a.name", "\x08\x00\x0c", "alone"}
	u2 := func(n int) string { return string(binary.BigEndian.AppendUint16(nil, uint16(n))) }
	u4 := func(n int) string { return string(binary.BigEndian.AppendUint32(nil, uint32(n))) }
	out := "\xca\xfe\xba\xbe\x00\x00\x00\x34" + u2(len(pool)+1)
	for _, k := range pool {
		if k[0] >= ' ' {
			k = "\x01" + u2(len(k)) + k
		}
		out += k
	}
	out += u2(0) + u2(0) + u2(0) + u2(0)
	out += u2(1) + u2(0) + u2(2) + u2(1) + u2(1) + u2(3) + u4(2) + u2(5)                                  // a field
	out += u2(1) + u2(0) + u2(7) + u2(1) + u2(1) + u2(6) + u4(8+len(code)) + u4(0) + u4(len(code)) + code // a method
	return []byte(out + u2(0))
}

func TestJavaClass(t *testing.T) {
	data := classOf("\x12\x09\xb3\x00\x0b" + "\x12\x0d\x13\x00\x09\xb6\x00\x01")
	if kind := Detect(data, data); kind != Class {
		t.Fatalf("detected as %q", kind)
	}
	all := walk(t, data, Defaults())
	wants(t, all, shown{path: "class!names", data: "NAME = \"a text\"\nNAME = \"other text\"\na.name = \"other text\"\n"})
	wants(t, all, shown{path: "class!constants", data: "A\nNAME\nConstantValue\nCode\nf\na.name\nalone\n"})
	for n := 10; n < len(data)-2; n++ {
		if len(misses(walk(t, data[:n], Defaults()))) == 0 {
			t.Errorf("cut to %d bytes nothing is missing", n)
		}
	}
	if fat := []byte("\xca\xfe\xba\xbe\x00\x00\x00\x02\x01\x00\x00\x07"); Detect(fat, fat) != "" {
		t.Error("a program for several processors is taken for a class")
	}
}

func FuzzPyc(f *testing.F) {
	fuzz(f, Pyc, pycOf("d\x00Z\x00", []string{"text"}, []string{"NAME"}), []byte("\x55\x0d\r\n"+strings.Repeat("\x00", 12)+"\xe9{(\x01\x00\x00\x00r\x00\x00\x00\x000"))
}

func FuzzJavaClass(f *testing.F) {
	fuzz(f, Class, classOf("\x12\x09\xb3\x00\x0b"), classOf("\x13\x00\x09\xb5\x00\x0b\x12"))
}
