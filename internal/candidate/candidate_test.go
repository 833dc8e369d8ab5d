package candidate

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// all returns the names and values of all candidates in some text, "name=value".
func all(text string) []string {
	var list []string
	low := bytes.ToLower([]byte(text))
	seen := map[Span]bool{}
	for at := range text {
		for _, k := range Keywords() {
			if !bytes.HasPrefix(low[at:], []byte(k)) {
				continue
			}
			c, ok := At([]byte(text), at, at+len(k))
			if ok && !seen[c.Value] {
				seen[c.Value] = true
				list = append(list, string(c.Name.Of([]byte(text)))+"="+string(c.Value.Of([]byte(text))))
			}
		}
	}
	return list
}

// TestForms: the name and the whole value, in the forms that people write.
func TestForms(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`DB_PASSWORD=Quiet9-Mango`, "DB_PASSWORD=Quiet9-Mango"},
		{`export DB_PASSWORD="Quiet9 Mango"`, "DB_PASSWORD=Quiet9 Mango"},
		{`password := "Quiet9Mango"`, "password=Quiet9Mango"},
		{`password ::= Quiet9Mango`, "password=Quiet9Mango"},
		{`password :::= Quiet9Mango`, "password=Quiet9Mango"},
		{`DB_PW ?= Quiet9Mango`, "DB_PW=Quiet9Mango"},
		{`$db['password'] .= 'Quiet9Mango';`, "password=Quiet9Mango"},
		{`opts.token ||= "Quiet9Mango"`, "opts.token=Quiet9Mango"},
		{`:secret => 'Quiet9Mango',`, "secret=Quiet9Mango"},
		{`self->password = "Quiet9Mango"`, "password=Quiet9Mango"},
		{`const password: string = 'Quiet9Mango'`, "password=Quiet9Mango"},
		{`var password string = "Quiet9Mango"`, "password=Quiet9Mango"},
		{`char api_key[32] = "Quiet9Mango"`, "api_key=Quiet9Mango"},
		{`secret := []byte("Quiet9Mango")`, "secret=Quiet9Mango"},
		{`key = Buffer.from('Quiet9Mango', 'hex')`, "key=Quiet9Mango"},
		{`token = b'Quiet9Mango'`, "token=Quiet9Mango"},
		{`password = N'Quiet9Mango'`, "password=Quiet9Mango"},
		{`process.env.DB_PASSWORD || 'Quiet9Mango'`, "process.env.DB_PASSWORD=Quiet9Mango"},
		{`os.getenv("DB_PASSWORD", "Quiet9Mango")`, "DB_PASSWORD=Quiet9Mango"},
		{`ENV["SECRET"] or 'Quiet9Mango'`, "SECRET=Quiet9Mango"},
		{`MYSQL_PASSWORD=${DB_PW:-Quiet9Mango}`, "MYSQL_PASSWORD=Quiet9Mango"},
		{`define( 'DB_PASSWORD', 'Quiet9Mango' );`, "DB_PASSWORD=Quiet9Mango"},
		{`setPassword("Quiet9Mango")`, "setPassword=Quiet9Mango"},
		{`ENV MYSQL_ROOT_PASSWORD Quiet9Mango`, "MYSQL_ROOT_PASSWORD=Quiet9Mango"},
		{`mysql --password=Quiet9Mango shop`, "password=Quiet9Mango"},
		{`run --password Quiet9Mango --x`, "password=Quiet9Mango"},
		{`<password>Quiet9Mango</password>`, "password=Quiet9Mango"},
		{"<password>\n  Quiet9Mango\n</password>", "password=Quiet9Mango"},
		{`<password><![CDATA[Quiet9Mango]]></password>`, "password=Quiet9Mango"},
		{`<Pass encoding="base64">Quiet9Mango</Pass>`, "Pass=Quiet9Mango"},
		{`<user password="Quiet9Mango"/>`, "password=Quiet9Mango"},
		{`<property name="password" value="Quiet9Mango"/>`, "password=Quiet9Mango"},
		{`<entry key="password">Quiet9Mango</entry>`, "password=Quiet9Mango"},
		{"<key>password</key>\n<string>Quiet9Mango</string>", "password=Quiet9Mango"},
		{"<name>password</name>\n<value>Quiet9Mango</value>", "password=Quiet9Mango"},
		{"- name: DB_PASSWORD\n  value: Quiet9Mango", "DB_PASSWORD=Quiet9Mango"},
		{`{"name": "DB_PASSWORD", "value": "Quiet9Mango"}`, "DB_PASSWORD=Quiet9Mango"},
		{`{"password":"Quiet9Mango"}`, "password=Quiet9Mango"},
		{`"{\"password\":\"Quiet9Mango\"}"`, "password=Quiet9Mango"},
		{`&quot;password&quot;:&quot;Quiet9Mango&quot;`, "password=Quiet9Mango"},
		{"password: |\n  Quiet9Mango\n", "password=Quiet9Mango"},
		{"password: &anchor Quiet9Mango", "password=Quiet9Mango"},
		{"password: !!str Quiet9Mango", "password=Quiet9Mango"},
		{`password={Quiet;9Mango}`, "password={Quiet;9Mango}"},
		{`Uid=a;Pwd=Quiet9Mango;Server=x`, "Pwd=Quiet9Mango"},
		{`x?token=Quiet9Mango&next=1`, "token=Quiet9Mango"},
		{`host=h password=Quiet9Mango dbname=x`, "password=Quiet9Mango"},
		{`svc.password=Quiet&9Mango`, "svc.password=Quiet&9Mango"},
		{`svc.password=Quiet(9Mango`, "svc.password=Quiet(9Mango"},
		{`svc.password=Quiet:9?Mango$`, "svc.password=Quiet:9?Mango$"},
		{`SECRET_KEY = 'ab(cd)ef^7q3'`, "SECRET_KEY=ab(cd)ef^7q3"},
		{`Public Key: d107beecc173`, "Public Key=d107beecc173"},
		{`password: Quiet9Mango # old`, "password=Quiet9Mango"},
		{`Contraseña: Quiet9Mango`, "Contraseña=Quiet9Mango"},
		{`$token = "Quiet9Mango" . $x;`, "$token=Quiet9Mango"},
		{`{"password": "a\"b9cdefg"}`, `password=a\"b9cdefg`},
	} {
		if got := all(test.text); !slices.Contains(got, test.want) {
			t.Errorf("%s: %q, want %q", test.text, got, test.want)
		}
	}
}

// TestNoForms: what stands there is no value.
func TestNoForms(t *testing.T) {
	for _, text := range []string{
		`keyboard = "Quiet9Mango"`, `the author: "Quiet9Mango"`, `password: null`, `token = true`, `password =`,
		"password:\n  other: x", `password: !Sub '${x}'`, `login(password, username)`, `if password != other`,
		`update_password: on_create`, `showPassword: always`, `password: !Ref DatabasePassword`,
	} {
		if got := all(text); len(got) > 0 {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// TestCandidateIsLocal: a candidate depends on the bytes of its window alone.
func TestCandidateIsLocal(t *testing.T) {
	long := strings.Repeat("x ", 700) + "db_password = 'Quiet9Mango'" + strings.Repeat(" y", 900)
	at := strings.Index(long, "pass")
	want, ok := At([]byte(long), at, at+4)
	if !ok {
		t.Fatal("no candidate")
	}
	from := at - Before
	got, ok := At([]byte(long[from:at+After]), Before, Before+4)
	if !ok || got.Value.Start+from != want.Value.Start || got.Name.Start+from != want.Name.Start {
		t.Errorf("%v in its window, %v in all of the text", got, want)
	}
}

func FuzzAt(f *testing.F) {
	for _, s := range []string{`password="x1234"`, "<Pass a='b'>x12345</Pass>", "- name: TOKEN\n  value: abc12345", `key: ${A:-b1234}`, "pw: |\n  abcd1234\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		low := bytes.ToLower(text)
		if len(low) != len(text) {
			return
		}
		for _, k := range Keywords() {
			for at := 0; at < len(text); at++ {
				i := bytes.Index(low[at:], []byte(k))
				if i < 0 {
					break
				}
				at += i
				c, ok := At(text, at, at+len(k))
				if !ok {
					continue
				}
				if c.Name.Start > at || c.Name.End > len(text) || c.Value.Start > c.Value.End || c.Value.End > len(text) {
					t.Fatalf("%q: %+v", text, c)
				}
				if !Possible(text[:min(len(text), at+128)], at, at+len(k)) {
					t.Fatalf("%q at %d: a candidate, but not possible", text, at)
				}
			}
		}
	})
}

// TestManifest: all values of a Secret, and nothing beside them.
func TestManifest(t *testing.T) {
	const text = `apiVersion: v1
kind: ConfigMap
data:
  other: UXVpZXQ5LU1hbmdvLVRyZWU=
---
apiVersion: v1
data:
  SENTRY: UXVpZXQ5LU1hbmdvLVRyZWU=
  user: dXNlcm5hbWU=
  # note: UXVpZXQ5LU1hbmdvLVRyZWU=
  session: |
    UXVpZXQ5LU1hbmdvLVRyZWU=
kind: Secret
stringData:
  "smtp": Quiet9-Mango
  host: mail.acme.test
  empty:
metadata:
  name: Quiet9-Mango
`
	at := strings.Index(text, "kind: Secret")
	var got []string
	for c := range Manifest([]byte(text), at, at+len("kind: Secret")) {
		got = append(got, string(c.Name.Of([]byte(text))))
	}
	if s := strings.Join(got, " "); s != "smtp SENTRY session" {
		t.Errorf("%s", s)
	}
	const list = `{"kind":"Secret","data":{"a":"UXVpZXQ5LU1hbmdvLVRyZWU=","b":"UXVpZXQ5LU1hbmdvLVRyZWU="},"type":"Opaque"}`
	n := 0
	for range Manifest([]byte(list), 1, 1+len(`"kind":"Secret"`)) {
		n++
	}
	if n != 2 {
		t.Errorf("%d values in JSON, want 2", n)
	}
}
