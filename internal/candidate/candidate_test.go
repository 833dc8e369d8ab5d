package candidate

import (
	"bytes"
	"encoding/base64"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// filled puts a password in the place of each @, and one in base64 in that of
// each %, so that no text at rest holds one.
func filled(text string) string {
	password := strings.Join([]string{"Quiet9", "Mango"}, "")
	return strings.NewReplacer("@", password, "%", base64.StdEncoding.EncodeToString([]byte(password+"-Tree"))).Replace(text)
}

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
		{`DB_PASSWORD=@-x`, "DB_PASSWORD=@-x"},
		{`export DB_PASSWORD="@ x"`, "DB_PASSWORD=@ x"},
		{`password := "@"`, "password=@"},
		{`password ::= @`, "password=@"},
		{`password :::= @`, "password=@"},
		{`DB_PW ?= @`, "DB_PW=@"},
		{`$db['password'] .= '@';`, "password=@"},
		{`opts.token ||= "@"`, "opts.token=@"},
		{`:secret => '@',`, "secret=@"},
		{`self->password = "@"`, "password=@"},
		{`const password: string = '@'`, "password=@"},
		{`var password string = "@"`, "password=@"},
		{`char api_key[32] = "@"`, "api_key=@"},
		{`secret := []byte("@")`, "secret=@"},
		{`key = Buffer.from('@', 'hex')`, "key=@"},
		{`token = b'@'`, "token=@"},
		{`password = N'@'`, "password=@"},
		{`process.env.DB_PASSWORD || '@'`, "process.env.DB_PASSWORD=@"},
		{`os.getenv("DB_PASSWORD", "@")`, "DB_PASSWORD=@"},
		{`ENV["SECRET"] or '@'`, "SECRET=@"},
		{`MYSQL_PASSWORD=${DB_PW:-@}`, "MYSQL_PASSWORD=@"},
		{`define( 'DB_PASSWORD', '@' );`, "DB_PASSWORD=@"},
		{`setPassword("@")`, "setPassword=@"},
		{`ENV MYSQL_ROOT_PASSWORD @`, "MYSQL_ROOT_PASSWORD=@"},
		{`mysql --password=@ shop`, "password=@"},
		{`proxy_password: p@`, "proxy_password=p@"},
		{`run --password @ --x`, "password=@"},
		{`<password>@</password>`, "password=@"},
		{"<password>\n  @\n</password>", "password=@"},
		{`<password><![CDATA[@]]></password>`, "password=@"},
		{`<Pass encoding="base64">@</Pass>`, "Pass=@"},
		{`<user password="@"/>`, "password=@"},
		{`<property name="password" value="@"/>`, "password=@"},
		{`<entry key="password">@</entry>`, "password=@"},
		{"<key>password</key>\n<string>@</string>", "password=@"},
		{"<key>password</key>\n<data>\n\t@\n\t</data>", "password=@"},
		{`DB_PASSWORD=$(echo % | base64 -d)`, "DB_PASSWORD=%"},
		{`DB_PASSWORD="$(echo -n '%' | base64 --decode)"`, "DB_PASSWORD=%"},
		{`char db_password[] = {'@'};`, "db_password=@"},
		{"<name>password</name>\n<value>@</value>", "password=@"},
		{"- name: DB_PASSWORD\n  value: @", "DB_PASSWORD=@"},
		{`{"name": "DB_PASSWORD", "value": "@"}`, "DB_PASSWORD=@"},
		{`{"password":"@"}`, "password=@"},
		{`"{\"password\":\"@\"}"`, "password=@"},
		{`&quot;password&quot;:&quot;@&quot;`, "password=@"},
		{"password: |\n  @\n", "password=@"},
		{"a:\n  password:\n    @\n  host: db\n", "password=@"},
		{"\"password\":\r\n  @\r\n", "password=@"},
		{"password: &anchor @", "password=@"},
		{"password: !!str @", "password=@"},
		{`password={Quiet;9Mango}`, "password={Quiet;9Mango}"},
		{`Uid=a;Pwd=@;Server=x`, "Pwd=@"},
		{`x?token=@&next=1`, "token=@"},
		{`host=h password=@ dbname=x`, "password=@"},
		{`svc.password=Quiet&9Mango`, "svc.password=Quiet&9Mango"},
		{`svc.password=Quiet(9Mango`, "svc.password=Quiet(9Mango"},
		{`svc.password=Quiet:9?Mango$`, "svc.password=Quiet:9?Mango$"},
		{`SECRET_KEY = 'ab(cd)ef^7q3'`, "SECRET_KEY=ab(cd)ef^7q3"},
		{"- **Password:** `@`", "Password=@"},
		{`Public Key: d107beecc173`, "Public Key=d107beecc173"},
		{`password: @ # old`, "password=@"},
		{`Contraseña: @`, "Contraseña=@"},
		{`$token = "@" . $x;`, "$token=@"},
		{`{"key": "password", "type": "text", "enabled": true, "value": "@"}`, "password=@"},
		{`password(name: 'DB_PASSWORD', defaultValue: '@', description: 'x')`, "DB_PASSWORD=@"},
		{`environment = [{ name = "DB_PASSWORD", value = "@" }]`, "DB_PASSWORD=@"},
		{"variable \"db_password\" {\n  type = string\n  description = \"of the database\"\n  default = \"@\"\n}", "db_password=@"},
		{"output \"db_password\" {\n  value = \"@\"\n}", "db_password=@"},
		{"DEPLOY_TOKEN:\n    value: \"@\"\n", "DEPLOY_TOKEN=@"},
		{"<con:name>password</con:name><con:value>@</con:value>", "password=@"},
		{`{default_pass, <<"@">>}`, "default_pass=@"},
		{`buildConfigField "String", "API_SECRET", "\"@\""`, "API_SECRET=@"},
		{`Password：@`, "Password=@"},
		{`override[:app][:password][:postgres] = '@'`, "password=@"},
		{`{"password": "@\u003cx\u0026y"}`, `password=@\u003cx\u0026y`},
		{`{"value": "@", "key": "DB_PASSWORD"}`, "DB_PASSWORD=@"},
		{"{\n  \"value\": \"@\",\n  \"name\": \"DB_PASSWORD\"\n}", "DB_PASSWORD=@"},
		{`{"Value":"@","Type":"String","Name":"/shop/db_password"}`, "db_password=@"},
		{"- value: @\n  name: DB_PASSWORD\n", "DB_PASSWORD=@"},
		{`{ParameterKey: DbPassword, ParameterValue: "@"}`, "DbPassword=@"},
		{`{"ParameterValue": "@", "ParameterKey": "DbPassword"}`, "DbPassword=@"},
		{`write-attribute(name=password,value=@)`, "password=@"},
		{`password: process.env.X ?? "@"`, "password=@"},
		{`password = os.environ.get("X", "@")`, "password=@"},
		{`'password' => getenv('X') ?: '@',`, "password=@"},
		{`password := cmp.Or(os.Getenv("X"), "@")`, "password=@"},
		{`password = Optional.ofNullable(System.getenv("X")).orElse("@");`, "password=@"},
		{`let password = env::var("X").unwrap_or_else(|_| "@".into());`, "password=@"},
		{`env::var("DB_PASSWORD").unwrap_or("@".to_string())`, "DB_PASSWORD=@"},
		{`ENV.fetch('DB_PASSWORD') { '@' }`, "DB_PASSWORD=@"},
		{`c.secret = ENV.fetch("X") do "@" end`, "c.secret=@"},
		{`Environment.GetEnvironmentVariable("DB_PASSWORD") ?? "@"`, "DB_PASSWORD=@"},
		{`viper.SetDefault("db.password", "@")`, "db.password=@"},
		{`System.getenv("DB_PASSWORD") ?: "@"`, "DB_PASSWORD=@"},
		{`spring.datasource.password=${DB_PASSWORD:@}`, "spring.datasource.password=@"},
		{`{{ env "DB_PASSWORD" | default "@" }}`, "DB_PASSWORD=@"},
		{`{{ default "@" .Values.db.password }}`, "Values.db.password=@"},
		{`$ENV{DB_PASSWORD} // '@'`, "DB_PASSWORD=@"},
		{`$self->{password} = '@';`, "password=@"},
		{`set(ENV{DB_PASSWORD} @)`, "DB_PASSWORD=@"},
		{"password = <<EOF\n@\nEOF\n", "password=@"},
		{`v_password VARCHAR2(30) := '@';`, "v_password=@"},
		{`l_pwd CONSTANT VARCHAR2(30) := '@';`, "l_pwd=@"},
		{`DECLARE password NVARCHAR(50) = N'@'`, "password=@"},
		{`Const DB_PASSWORD As String = "@"`, "DB_PASSWORD=@"},
		{`const api_key: []const u8 = "@";`, "api_key=@"},
		{`DATA lv_password TYPE string VALUE '@'.`, "lv_password=@"},
		{`01 WS-PASSWORD PIC X(20) VALUE "@".`, "WS-PASSWORD=@"},
		{`DB_PASSWORD_FOR_THE_VERY_LONG_NAMED_SERVICE_IN_PRODUCTION_IN_THE_WEST=@`, "DB_PASSWORD_FOR_THE_VERY_LONG_NAMED_SERVICE_IN_PRODUCTION_IN_THE_WEST=@"},
		{`{"password": "a\"b9cdefg"}`, `password=a\"b9cdefg`},
	} {
		if got := all(filled(test.text)); !slices.Contains(got, filled(test.want)) {
			t.Errorf("%s: %q, want %q", test.text, got, test.want)
		}
	}
}

// TestNoForms: what stands there is no value.
func TestNoForms(t *testing.T) {
	for _, text := range []string{
		`keyboard = "@"`, `the author: "@"`, `password: null`, `token = true`, `password =`,
		"IRgChUvbkf4K6izTA2cY8qElSb5aQFCrJYpsWSyb NOsdmLQ9O", `controller: "did:key:z@"`, "apt install libxcb-keysyms1 libxcb-xtest0 libxcb-xkb1", "password:\n  other: x", "password:\n@\n", "  password:\n  @\n", "password:\n\n  @\n", "password:\n  @\n  more\n", "password:\n  @ more\n", "if password:\n  @\n", "password:\n  - @\n", "password:\n  @;\n", `password: !Sub '${x}'`, `login(password, username)`, `if password != other`,
		`update_password: on_create`, `showPassword: always`, `password: !Ref DatabasePassword`,
		`a["keys"][key]["sha512"] == "@"`, `x = "enc:vault.key.v1:@="`,
		`password = "{AES}@=="`, `password: ENC[PKCS7,@]`, "variable \"db_password\" {\n  type = string\n}",
		"resource \"password\" {\n  default = \"@\"\n}",
		`ssh_private_key_path = "work_box"`, `KEY_ALIAS=client9alias`, `secret_mode: 'u=rwX,g='`, `key_store: server9.jks`, `password_scheme: sha512_crypt`,
		`url_password = self.creds['@']`, `struct passwd *p = getpwnam (username)`, "golang.org/x/oauth2 v0.0.0-20200902213428-5d25da1a8d43",
		"golang.org/x/oauth2 045497edb6234273d67d", "KEY `FK6sy157pseoxx4fmcq` (`app_id`)", `PW:Palau`, `t.pass('cleaned!')`, `htpasswd -nbBC10 "" x`,
		`{"value": "@", "keyboard": 1}`, `{"value": "@", "label": "password"}`,
		`password: process.env.X, host: process.env.HOST || "@"`, `password = decrypt(process.env.X, "@")`, "password = os.getenv('X')\nname = y or '@'",
		`(lang: keyof II18n = "zh_CN9") => {`, `"manifests/key.pp": "d0dc0edfd4ed5f84a4fba645c8d4fa68"`, `"PW":"\u30d1\u30e9\u30aa"`, `${password} // '@'`, "password = <<EOF\n@\nmore\nEOF\n", `<a class="input-password mt-1">`, `OAuth oauth_nonce`, `<trusted-key id="@"/>`, `<entry key="@">`, `tokens float64`, `proxy_pass app:9000;`,
		`x?e=1576142006&token=@`, `a.key:wt(Ve,rt,Wt)`, `this.password=gt(r.password()||"")`, `this.setPassword=gt(!1),`, `{title:"Login",password:"Wachtwoord"}`, `"TabPassword": "\u03a3\u03b5\u03b9"`, `n,Pw=@`, `int attr layout_keyline 0x7f0100af`, `"token": "UA-28909194-3"`, `hi SpecialKey guifg=#BF9261`,
		`"tokens":["\u958B\u767A\u8005: \u30C8\u30FC\u30AF"`, `shouldPass = !threwError`, "PASS: ld9\nPASS: @", "PASS: @\nFAIL: ld9\n", `<my-input-password i18n-title="@"`, "<key>4DDAED5F2D50D49A00A19B1F</key>\n<dict>", "XV7vPI6TaGrwszJz7K7dpW @",
		`PASSWORD_REGEX = "^[A-Za-z0-9!@#$%^&*]+$"`, `PASSWORD_REGEX = /^[A-Z0-9]+$/;`, `secret = "whsec_"`,
		`"src/token.js":"d0dc0edfd4ed5f84a4fba645c8d4fa68b0225ba1"`, "<key>0D2C517F-86F6-4CF4-9E80-417D9360820F</key>\n<dict>",
	} {
		if got := all(filled(text)); len(got) > 0 {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// TestCandidateIsLocal: a candidate depends on the bytes of its window alone.
func TestCandidateIsLocal(t *testing.T) {
	long := strings.Repeat("x ", 700) + filled("db_password = '@'") + strings.Repeat(" y", 900)
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

// TestSeenDecides: what is outside of Seen can be anything, and changes nothing.
func TestSeenDecides(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	pieces := []string{
		"password", "apiKey", "TOKEN", "pw=", "<", ">", "</", "key>", "<string>", "value", "name", " ", "\n", "\n", "\t", "=", ":", "=>", "\"", "'", "(", ")", "[", "]",
		"{", "}", ",", ";", "|", "&", "$", "\\", "a1b2c3d4", "Quiet9", "x", "user", "or", "new ", "!", "%3d", "&quot;", "- ", "<![CDATA[", ".", "_", "-", "  ",
		"=${A:-b1234c", "config.value", "config.value(", strings.Repeat(" ", 70), strings.Repeat("-", 34), "\xef\xbc\x9a", "\xef\xbc", "]]>", "\r\n",
		"process.env.X", " ?? ", "cmp.Or(", " <<EOF\n", "EOF", " VARCHAR2(30) :=", " TYPE string VALUE ", "default ", "{", "}", "ENV{", ".or(", "\"value\": \"b1c2d3\",", "\n- value: c1d2e3\n", "key: ",
		"=b1c2d3e4,a=" + strings.Repeat("x!$%&/+*", 10) + "\n", strings.Repeat("a1!", 28) + "\n",
	}
	ended := map[bool]int{}
	for range 40000 {
		var b bytes.Buffer
		for b.Len() < 700 {
			b.WriteString(pieces[rng.IntN(len(pieces))])
		}
		text := b.Bytes()
		keyword := Keywords()[rng.IntN(len(Keywords()))]
		at := 300
		for at < 500 && !foldPrefix(text[at:], keyword) {
			at++
		}
		if at == 500 {
			continue
		}
		want, wantOK := At(text, at, at+len(keyword))
		ended[wantOK]++
		if wantOK && !Possible(text[at-64:at+96], 64, 64+len(keyword)) {
			t.Fatalf("%q at %d: %+v is not possible", text, at, want)
		}
		for range 4 {
			changed := bytes.Clone(text)
			for i := range changed {
				if i < want.Seen.Start || i >= want.Seen.End {
					changed[i] = pieces[rng.IntN(len(pieces))][0]
				}
			}
			if got, ok := At(changed, at, at+len(keyword)); ok != wantOK || got != want {
				t.Fatalf("%q\n%q\nat %d: %+v %v, want %+v %v", text, changed, at, got, ok, want, wantOK)
			}
		}
	}
	if ended[true] < 50 || ended[false] < 50 {
		t.Errorf("%v candidates, the test says little", ended)
	}
}

func FuzzAt(f *testing.F) {
	for _, s := range []string{`password="x1234"`, "<Pass a='b'>x12345</Pass>", "- name: TOKEN\n  value: abc12345", `key: ${A:-b1234}`, "pw: |\n  abcd1234\n"} {
		f.Add([]byte(s))
	}
	f.Add([]byte(`{"value":"b12345", "key":"password"} p = env.get("password") ?? "b12345"`))
	f.Add([]byte("{{ default 'b12345' .x.password }} $x{password} // 'b12345'\ntoken = <<EOF\nb12345\nEOF\n"))
	f.Add([]byte("密码 password：x1234\xff"))
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, k := range Keywords() {
			for at := range text {
				if !foldPrefix(text[at:], k) {
					continue
				}
				c, ok := At(text, at, at+len(k))
				if !ok {
					continue
				}
				if c.Name.Start > c.Keyword.Start || c.Name.End > len(text) || c.Value.Start > c.Value.End || c.Value.End > len(text) {
					t.Fatalf("%q: %+v", text, c)
				}
				start := max(0, at-64)
				if !Possible(text[start:min(len(text), at+96)], at-start, at-start+len(k)) {
					t.Fatalf("%q at %d: a candidate, but not possible", text, at)
				}
			}
		}
	})
}

func FuzzManifest(f *testing.F) {
	f.Add([]byte("kind: Secret\ndata:\n  a: YjEyMzQ1\n---\nstringData: {b: c12345}\n"))
	f.Add([]byte(`{"kind":"Secret","data":{"a":"YjEyMzQ1","b":null}}`))
	f.Add([]byte("stringData:\n  a: |\n    b12345\n  'c' : \"d\nkind: 'Secret'"))
	f.Fuzz(func(t *testing.T, text []byte) {
		for at := range text {
			for _, w := range ManifestWords() {
				if !bytes.HasPrefix(text[at:], []byte(w)) {
					continue
				}
				n := 0
				for c := range Manifest(text, at, at+len(w)) {
					if c.Value.Start >= c.Value.End || c.Value.End > len(text) || c.Name.Start >= c.Name.End || c.Name.End > c.Value.Start {
						t.Fatalf("%q: %+v", text, c)
					}
					if n++; n > len(text) {
						t.Fatalf("%q: more values than bytes", text)
					}
				}
			}
		}
	})
}

// TestManifest: all values of a Secret, and nothing beside them.
func TestManifest(t *testing.T) {
	text := filled(`apiVersion: v1
kind: ConfigMap
data:
  other: %
---
apiVersion: v1
data:
  SENTRY: %
  user: dXNlcm5hbWU=
  # note: %
  session: |
    %
kind: Secret
stringData:
  "smtp": @-x
  host: mail.acme.test
  client_id: acme-%
  sslmode: prefer
  ca.crt: @-x
  app.yaml: |
    "global":
      level: @-x
  empty:
metadata:
  name: @-x
`)
	at := strings.Index(text, "kind: Secret")
	var got []string
	for c := range Manifest([]byte(text), at, at+len("kind: Secret")) {
		got = append(got, string(c.Name.Of([]byte(text))))
	}
	if s := strings.Join(got, " "); s != "smtp SENTRY session" {
		t.Errorf("%s", s)
	}
	list := filled(`{"kind":"Secret","data":{"a":"%","b":"%"},"type":"Opaque"}`)
	n := 0
	for range Manifest([]byte(list), 1, 1+len(`"kind":"Secret"`)) {
		n++
	}
	if n != 2 {
		t.Errorf("%d values in JSON, want 2", n)
	}
}

// TestEncodedIsNoCandidate: names in the middle of encoded data, in shell commands and
// beside digests belong to no value.
func TestEncodedIsNoCandidate(t *testing.T) {
	line := strings.Repeat("abcdefghij", 6)
	block := line + "\n" + line[:10] + "+" + line[:9] + "pass=" + line[:35] + "\n" + line + "\n"
	for _, text := range []string{block, "x/apt_key.py,sha256=Y29NabcdefghijklmnopqrstuvwxyZ,18094", "TOKEN=`pwgen 24 -1`", `<x :message="form.password" class="mt-2 mb-4"/>`, `PRIVATE_KEY="-----BEGIN x"`} {
		if got := all(text); len(got) > 0 {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// TestPublic: a public part of a name says nothing where another part says that
// nobody may know the value.
func TestPublic(t *testing.T) {
	for name, want := range map[string]bool{
		"PUBLIC_KEY": true, "ClientRequestToken": true, "GPG_KEY": true, "next_page_token": true, "oauth_nonce": true,
		"GPG_PASSPHRASE": false, "GPG_PRIVATE_KEY": false, "KEYRING_PASSWORD": false, "PUBLIC_DB_PASSWORD": false,
		"NONCE_SALT": false, "csrf_secret": false, "keyring_pw": false, "api_token": false, "cert_fingerprint": true, "password_fingerprint": true,
		"encrypted_credential_value": true, "encrypted_": false, "reblog_key": true, "enc_mac_key": true, "encrypted_key": true, "encryption_key": false, "authTag": true, "translation_key": true, "androidKey": false,
	} {
		if isPublic([]byte(name), []byte("x")) != want {
			t.Errorf("%s: public is %v", name, !want)
		}
	}
}

// TestPublicByValue: values that everybody may know, whatever their names are, and their
// neighbours that nobody may.
func TestPublicByValue(t *testing.T) {
	hex := strings.Repeat("9DC85", 8)
	point := "BI" + strings.Repeat("a1-_c", 17)
	for _, test := range []struct {
		name, value string
		want        bool
	}{
		{"docker_key", hex, true}, {"docker_key", strings.ToLower(hex), false}, {"apt_key", strings.ToLower(hex), true},
		{"captcha_key", strings.ToLower(hex), false}, {"upstream_api_key", strings.ToLower(hex), false}, {"recv-keys", "0x" + hex[:16], true},
		{"apt_key", "9DC8 58FA 9DC8 58FA 9DC8 58FA 9DC8 58FA 9DC8 58FA", true}, {"docker_secret", hex, false},
		{"client_key", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEx1y2", true}, {"client_key", "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEH", false},
		{"secret", "AAAAC3NzaC1lZDI1NTE5AAAAIx1y2", true}, {"push_key", point, true}, {"push_key", point[1:], false},
		{"licenseKey", hex[:10], false}, {"licenseKey", strings.ToLower(hex[:10]), true}, {"licenseKey", strings.ToLower(hex), false},
		{"app_key", "199741036945-r9o3j2gdx4z1", true}, {"app_key", "199741036945-r9o3j2gd", false},
		{"app_key", "199741036945-" + strings.Repeat("r9o3j2gd", 4), true}, {"token", "EC-8AK691703T515512J", true},
		{"token", "EC-8ak691703t515512j", false}, {"wallet_key", "0x" + hex, true}, {"wallet_key", "0x" + hex + hex[:24], false},
	} {
		if isPublic([]byte(test.name), []byte(test.value)) != test.want {
			t.Errorf("%s: %s: public is %v", test.name, test.value, !test.want)
		}
	}
}

// TestPublicByPlace: a salt in data and a key of a search are public, a salt in code and
// any other key are not.
func TestPublicByPlace(t *testing.T) {
	hex := strings.Repeat("6fe4476e", 4)
	for text, want := range map[string]bool{
		`"salt": "` + hex + `"`: true, `salt: ` + hex: false, `'salt' => '` + hex + `'`: false, `$salt = '` + hex + `'`: false,
		`{apiKey:"` + hex + `",indexName:"x"}`: true, `{apiKey:"` + hex + `",name:"x"}`: false,
		"/*\n{\n \"x\": 1,\n \"token\": \"" + hex + `"`: true, `// "token": "` + hex + `"`: true, `// "appKey": "` + hex + `"`: false, "/* x */\n\"token\": \"" + hex + `"`: false, "\"p\": \"/*\",\n\"token\": \"" + hex + `"`: false,
		`badge.svg?token=` + hex: true, `api?token=` + hex: false, `data-cf-beacon='{"token": "` + hex + `"}'`: true,
	} {
		at, keyword := 0, ""
		for _, k := range []string{"salt", "Key", "token"} {
			if i := strings.Index(text, k); i >= 0 {
				at, keyword = i, k
			}
		}
		c, ok := At([]byte(text), at, at+len(keyword))
		if !ok || c.IsPublic([]byte(text)) != want {
			t.Errorf("%s: %v, public is %v", text, ok, !want)
		}
	}
}

// TestManifestsShareNothing: a text full of manifests gives each value to two of them
// at most, however near they are.
func TestManifestsShareNothing(t *testing.T) {
	word := "kind: Secret"
	text := []byte(filled(strings.Repeat(word+"\ndata:\n  a: %\n", 200)))
	n := 0
	for at := range text {
		if bytes.HasPrefix(text[at:], []byte(word)) {
			for range Manifest(text, at, at+len(word)) {
				n++
			}
		}
	}
	if n < 200 || n > 400 {
		t.Errorf("%d values of 200 manifests", n)
	}
}

// TestEqualLines: settings of the same length are no encoded data.
func TestEqualLines(t *testing.T) {
	for _, form := range []string{"SVC#_API_KEY=%s\n", "\"svc#_api_key\":\"%s\",\n"} {
		var text strings.Builder
		for i := range 3 {
			text.WriteString(strings.NewReplacer("#", string(rune('1'+i)), "%s", strings.Repeat("a1b2c3d4", 7)).Replace(form))
		}
		if got := all(text.String()); len(got) != 3 {
			t.Errorf("%s: %d of 3", form, len(got))
		}
	}
}
