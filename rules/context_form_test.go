package rules

import (
	"fmt"
	"testing"
)

func TestContextAssignment(t *testing.T) {
	any, keyed := contextRule(t, "shape='hex:32'"), contextRule(t, "keys=['pin']\nshape='hex:32'")
	for _, line := range []string{
		"ACME_KEY=%s", "export ACME_API_KEY='%s'", "acmeKey: %s", `acme_key := "%s"`, `"acmeApiKey": "%s",`,
		`{"acme": {"key": "%s"}}`, `{"acme":{"apiKey":"%s"}}`, "acme.api.key = %s", "acme: { key: '%s' }",
		"process.env.ACME_KEY || '%s'", `process.env.ACME_KEY ?? "%s"`, `os.getenv("ACME_KEY", "%s")`,
		`os.environ["ACME_KEY"] = "%s"`, `os.environ.get('ACME_KEY') or '%s'`, `ENV['ACME_KEY'] ||= '%s'`,
		"'acme_key' => '%s',", "<acmeKey>%s</acmeKey>", `<add key="AcmeKey" value="%s" />`, `<string name="acme_key">%s</string>`,
		`const acmeKey: string = "%s"`, `var acmeKey string = "%s"`, `let acme_key: &str = "%s";`, `static String ACME_KEY = "%s";`,
		`set_acme_key("%s")`, `acme.setKey("%s")`, `new Acme({ key: "%s" })`, `define('ACME_KEY', '%s');`,
		`X-Acme-Key: %s`, `"X-Acme-Key": "Bearer %s"`, `-H "X-Acme-Key: %s"`, "--acme-key=%s", `acme_key = String("%s")`,
		`\"acme_key\": \"%s\"`, "ACME_KEY=%s\\nOTHER=1", "key_acme = %s", "MY_ACME_PROD_KEY=%s # prod", "ACME_KEY_PROD=%s", "acmeKey2 = '%s'", "acme_key_value: %s", "acme key: %s", "ACME_KEY ?= %s", "acme.key -> %s",
		`acme_key .= "%s"`, "acme_key :::= %s", "ACME_KEY ::= %s", `acmeKey ??= "%s"`, `acme_key += "%s"`,
	} {
		want := expand(t, "{hex:32}", 1)
		text := fmt.Sprintf(line, want)
		for _, r := range []Rule{any, keyed} {
			if got := secret(r, text); got != want {
				t.Errorf("%q: captured %q", text, got)
			}
		}
	}
	for _, line := range []string{
		"ACME_KEY={hex:31}", "# acme\nvalue = {hex:32}", "# acme\n\nkey = {hex:32}", "ACME_KEY={hex:33}", "ACME_KEY={HEX:32}G", "OTHER_KEY={hex:32}", "{hex:32}",
		"acme\nkey={hex:32}", "acme/{hex:32}", "acmekey{hex:32}", "ACME_KEY=sha256-{hex:32}", "ACME_KEY={hex:32}-{hex:4}", "ACME_KEY=/{hex:32}/x",
		"import acme from 'acme@{hex:32}'",
		"acme_api_commit = {hex:32}", "acmeApiUserId: '{hex:32}'", "acme_key_md5: {hex:32}", "acme_api_integration_id = {hex:32}",
	} {
		if got := secret(any, expand(t, line, 1)); got != "" {
			t.Errorf("%q: captured %q", line, got)
		}
	}
	if pin := "ACME_PIN={hex:32}"; secret(keyed, expand(t, pin, 1)) == "" || secret(any, expand(t, pin, 1)) != "" {
		t.Errorf("%q is for the rule with that key alone", pin)
	}
}

// The name may open the block that the value's line is in.
func TestContextBlocks(t *testing.T) {
	any, keyed := contextRule(t, "shape='hex:32'"), contextRule(t, "keys=['pin']\nshape='hex:32'")
	for _, text := range []string{
		"acme:\n  key: %s", "acme:\n  api_key: '%s'\n", "acme:\n  user: me\n  key: %s", "  acme_io:\r\n    io-key: %s\r\n",
		"\"acme\": {\n  \"apiKey\": \"%s\"\n}", "[acme]\nkey = %s\n", "[services.acme]\nurl = x\nkey = \"%s\"\n",
		"acme = {\n\tkey = \"%s\"\n}", "const acme = {\n  key: '%s' }", "'acme' => [\n    'key' => '%s',", "new Acme({\n  apiKey: '%s'\n})",
		"provider \"acme\" {\n  api_key = \"%s\"\n", "acme.Client(\n    key=\"%s\")", "<acme>\n  <key>%s</key>",
		"- name: ACME_KEY\n  value: %s\n", "- name: \"MY_ACME_API_KEY\"\n  value: \"%s\"\n", "\"name\": \"ACME_KEY\",\n\"value\": \"%s\"",
		"acme:\n  a: b\n  c: d\n  key: %s", "Acme.configure do |config|\n  config.key = '%s'", "resource \"acme_x\" \"y\" {\n  key = \"%s\"",
		"variable \"acme_key\" {\n  type = string\n  default = \"%s\"", "# acme key\nkey = '%s'",
		"<key>AcmeKey</key>\n\t<string>%s</string>", "<name>acme.key</name>\n<value>%s</value>",
		"<acmeKey>\n    %s\n</acmeKey>", "<property name=\"acme.key\">\n  <value>\n    %s\n  </value>", "<acmeKey><![CDATA[%s]]></acmeKey>",
		"# Acme\nKEY=%s", "// acme api\nconst apiKey = \"%s\"", "; the acme shop\r\nkey = %s", "<!-- acme -->\n<key>%s</key>", "/* Acme: */\n$key = '%s';",
	} {
		want := expand(t, "{hex:32}", 1)
		text = fmt.Sprintf(text, want)
		for _, r := range []Rule{any, keyed} {
			if got := secret(r, text); got != want {
				t.Errorf("%q: captured %q", text, got)
			}
		}
	}
	for _, text := range []string{
		"acme\nkey: %s", "acme: x\nkey: %s", "ACME_URL=https://x\nOTHER_KEY=%s", "acme:\n  id: %s", "acme:\n  a: b\n  c: d\n  e: f\n  key: %s",
		"acme:\n  other:\n  key: %s", "- name: ACME_URL\n  value: %s\n", "- name: ACME_KEY\n- name: OTHER\n  value: %s", "key: acme\nvalue: x%s",
		"acme:\n\n\n  key: %s", "acme:\n  key: /%s",
	} {
		text = fmt.Sprintf(text, expand(t, "{hex:32}", 1))
		for _, r := range []Rule{any, keyed} {
			if got := secret(r, text); got != "" {
				t.Errorf("%q: captured %q", text, got)
			}
		}
	}
}

// TestContextNamed tells an id from the secret beside it.
func TestContextNamed(t *testing.T) {
	r := contextRule(t, "keys=['app_id', 'appid']\nshape='hex:32'\nwhere='named'")
	for _, line := range []string{
		"ACME_APP_ID=%s", `"acmeAppId": "%s"`, "acme.prod.app_id = %s", "acme: { app_id: '%s' }", "acme:\n  region: eu\n  app_id: %s\n",
		"ACME_APP_ID = process.env.ACME_APP_ID || '%s'", "<acmeAppId>%s</acmeAppId>", "[acme]\nappid = %s",
	} {
		want := expand(t, "{hex:32}", 1)
		if text := fmt.Sprintf(line, want); secret(r, text) != want {
			t.Errorf("%q: captured %q", text, secret(r, text))
		}
	}
	for _, line := range []string{
		"ACME_KEY={hex:32}", "ACME_APP_SECRET={hex:32}", "APP_ID={hex:32}", "acme: {hex:32}", "ACME_APP_ID=\nACME_SECRET={hex:32}",
		"ACME_APP_ID=abc\nACME_APP_SECRET={hex:32}", "acme:\n  app_id: abc\n  secret: {hex:32}\n", "acme:\n  app_id: abc\n\n  key: {hex:32}",
	} {
		if text := expand(t, line, 1); secret(r, text) != "" {
			t.Errorf("%q: captured %q", text, secret(r, text))
		}
	}
}

func TestContextShortNamesStartWords(t *testing.T) {
	c := parse(t, "[[context]]\nprovider='ably'\nname='Ably'\nnames=['ably']\nshape='hex:32'")
	for line, found := range map[string]bool{
		"ABLY_KEY={hex:32}": true, "my_ably_key={hex:32}": true, "myAblyKey={hex:32}": true, "app2ably={hex:32}": true,
		"ably={hex:32}": true, "x.ably.key={hex:32}": true, "probably_key={hex:32}": false, "PROBABLY={hex:32}": false,
	} {
		if got := secret(c.Rules[0], expand(t, line, 1)); (got != "") != found {
			t.Errorf("%q: captured %q", line, got)
		}
	}
}

func TestContextURL(t *testing.T) {
	r := contextRule(t, "keys=['token']\nshape='alnum:20-30'\nwhere='url'")
	for _, line := range []string{
		"https://api.acme.com/v1?token=%s", "curl 'https://acme.io/hook?a=b&access_token=%s&x=1'", "wss://x.acme.dev/token/%s/feed",
	} {
		want := expand(t, "{alnum:25}", 1)
		if got := secret(r, fmt.Sprintf(line, want)); got != want {
			t.Errorf("%q: captured %q", line, got)
		}
	}
	for _, line := range []string{"https://api.other.com/?token={alnum:25}", "acme token={alnum:25}", "https://acme.io/?token={alnum:31}"} {
		if got := secret(r, expand(t, line, 1)); got != "" {
			t.Errorf("%q: captured %q", line, got)
		}
	}
}

// A request has the host of the service on the header's line or beside it.
func TestContextRequest(t *testing.T) {
	name, word := contextRule(t, "shape='hex:32'"), parse(t, "[[context]]\nprovider='acme'\nname='Acme'\nwords=['acme']\nshape='hex:32'").Rules[0]
	for _, text := range []string{
		`curl -H "Authorization: Bearer %s" https://api.acme.com/`, `curl https://api.acme.com/ -H 'Authorization: Token %s'`,
		"curl -H 'X-Api-Key: %s' \\\n  https://api.acme.io/v1", "url = 'https://api.acme.com/v1'\nheaders = {'Authorization': 'Bearer %s'}",
		"fetch('https://api.acme.com/v1', {\n  headers: {\n    Authorization: 'Bearer %s'",
		"Host: api.acme.com\nX-Acme-Token: %s", "https://api.acme.com/v1?api_key=%s",
	} {
		want := expand(t, "{hex:32}", 1)
		for _, r := range []Rule{name, word} {
			if got := secret(r, fmt.Sprintf(text, want)); got != want {
				t.Errorf("%q: captured %q", text, got)
			}
		}
	}
	for _, text := range []string{
		`curl -H "Authorization: Bearer %s" https://api.other.com/`, "url = 'https://api.acme.com'\nOTHER_KEY=%s",
		"key = '%s'\n\nhttps://api.acme.com", "key = '%s' # https://acme", "%s https://api.acme.com",
	} {
		if got := secret(name, fmt.Sprintf(text, expand(t, "{hex:32}", 1))); got != "" {
			t.Errorf("%q: captured %q", text, got)
		}
	}
	if got := secret(word, expand(t, "key: '{hex:32}' # https://acme.com/x", 1)); got != "" {
		t.Errorf("a page captured %q", got)
	}
}

// A name is enough right before a value, and a word is not.
func TestContextNameAlone(t *testing.T) {
	name, word := contextRule(t, "shape='hex:32'"), parse(t, "[[context]]\nprovider='acme'\nname='Acme'\nwords=['acme']\nshape='hex:32'").Rules[0]
	want := expand(t, "{hex:32}", 1)
	for _, line := range []string{
		"acme = %s", "acme: '%s'", `"acme": "%s"`, "ACME=%s", `acme "%s"`, "acme - %s", "acme %s", "| Acme | `%s` |", "key for acme: %s",
		"require('acme')('%s')",
	} {
		line = fmt.Sprintf(line, want)
		if got := secret(name, line); got != want {
			t.Errorf("%q: captured %q", line, got)
		}
		if got := secret(word, line); got != "" {
			t.Errorf("%q: a word captured %q", line, got)
		}
	}
	for _, line := range []string{
		`acme.New("%s")`, "new Acme('%s')", `Acme::Client.new("%s")`, `AcmeClient("%s")`, "acme key \"%s\"", "acme token - '%s'", "acme api key: %s", "Our Acme secret is %s.",
		"--acme-token %s", "ENV ACME_KEY %s", "acme,key,%s", `{"name": "ACME_KEY", "value": "%s"}`, "acme login --token %s",
	} {
		line = fmt.Sprintf(line, want)
		for _, r := range []Rule{name, word} {
			if got := secret(r, line); got != want {
				t.Errorf("%q: captured %q", line, got)
			}
		}
	}
	for _, line := range []string{"acmeology key %s", "ACME2 key %s", "acmes: {key: '%s'}"} {
		if got := secret(word, fmt.Sprintf(line, want)); got != "" {
			t.Errorf("%q: a part of a word captured %q", line, got)
		}
	}
	// What a digest may be is not the value of any variable with the name.
	digest, other := fmt.Sprintf("acme_id = %s", want), expand(t, "acme_id = {base62:33}", 1)
	if got := secret(name, digest); got != "" {
		t.Errorf("%q: captured %q", digest, got)
	}
	if secret(contextRule(t, "shape='base62:33'"), other) == "" {
		t.Errorf("%q: missed", other)
	}
}
