package archive

import (
	"os/exec"
	"strings"
	"testing"
)

// serialSamples are the same names and values in each kind.
var serialSamples = map[Kind]string{
	MessagePack: "\x82\xa5first\xa7value-1\xa4more\x81\xa6second\xd9\x07value-2",
	CBOR:        "\xa2\x65first\x67value-1\x64more\xbf\x66second\x7f\x65value\x62-2\xff\xff",
	BSON:        "\x37\x00\x00\x00\x02first\x00\x08\x00\x00\x00value-1\x00\x03more\x00\x19\x00\x00\x00\x02second\x00\x08\x00\x00\x00value-2\x00\x00\x00",
	Pickle:      "\x80\x04\x95\x30\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x05first\x94\x8c\x07value-1\x94\x8c\x04more\x94}\x94\x8c\x06second\x94\x8c\x07value-2\x94su.",
	JavaObject:  "\xac\xed\x00\x05sr\x00\x11java.util.HashMapxp\x00t\x00\x05firstt\x00\x07value-1t\x00\x06secondt\x00\x07value-2x",
	Plist: "bplist00\xd2\x01\x03\x02\x04UfirstWvalue-1Tmore\xd1\x05\x06VsecondWvalue-2" +
		"\x08\x0d\x13\x1b\x20\x23\x2a" + "\x00\x00\x00\x00\x00\x00\x01\x01\x00\x00\x00\x00\x00\x00\x00\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x32",
}

// Each kind shows which value has which name, and hostile bytes are read without harm.
func TestSerial(t *testing.T) {
	for kind, text := range serialSamples {
		data := []byte(text)
		if got := Detect(data, data); got != kind {
			t.Errorf("%s is detected as %q", kind, got)
			continue
		}
		all := walk(t, data, Defaults())
		if len(all) == 0 || len(misses(all)) > 0 {
			t.Errorf("%s: %+v", kind, all)
			continue
		}
		for _, want := range []string{"first = \"value-1\"\n", "second = \"value-2\"\n"} {
			if !strings.Contains(all[0].data, want) {
				t.Errorf("%s: %q has no %q", kind, all[0].data, want)
			}
		}
		for n := range data {
			if got := misses(walk(t, data[:n], Defaults())); len(got) > 0 {
				t.Errorf("%s, cut to %d bytes: %+v", kind, n, got)
			}
		}
	}
}

// What Python itself wrote is read, in all protocols.
func TestPickleOfTool(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	for _, protocol := range []string{"0", "2", "3", "4", "5"} {
		out, err := exec.Command(python, "-c", `import pickle, sys
class Settings: pass
s = Settings(); s.third = "value-3"
sys.stdout.buffer.write(pickle.dumps({"first": "value-1", "n": [1, 2.5, None, True, 10**30, ("x", b"y")], "s": s, "again": "first", "second": "value-2"}, `+protocol+`))`).Output()
		if err != nil {
			t.Fatal(err)
		}
		if got := Detect(out, out); got != Pickle {
			t.Errorf("protocol %s is detected as %q", protocol, got)
			continue
		}
		all := walk(t, out, Defaults())
		for _, want := range []string{"first = \"value-1\"\n", "second = \"value-2\"\n", "third = \"value-3\"\n"} {
			if len(all) == 0 || !strings.Contains(all[0].data, want) {
				t.Errorf("protocol %s: no %q in %+v", protocol, want, all)
			}
		}
	}
}

// Text and random bytes are none of these kinds.
func TestSerialNone(t *testing.T) {
	for _, text := range []string{"", "bplist", "some text\nof lines\n", "\xa1Hola, \xbfqu\xe9 tal?\n", "\xdcbersicht der Werte\n", "(dp is no pickle)", "\x81\x01", "\xa1\x01\x02"} {
		if kind := Detect([]byte(text), []byte(text)); kind != "" {
			t.Errorf("%q is detected as %q", text, kind)
		}
	}
}

func FuzzSerial(f *testing.F) {
	for _, text := range serialSamples {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for kind := range serialSamples {
			_ = Walk(t.Context(), kind, strings.NewReader(string(data)), NewBudget(Defaults()), func(*Member) error { return nil })
		}
	})
}
