package pathclass

import (
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for class, paths := range map[Class]string{
		Deployed: `.env config/app.yml src/main.go cmd/latest/contest.go a/greatest.py src/attest/x.c
			environments/test/terraform.tfvars k8s/overlays/test/secret.yaml deploy/demo/.env inventories/test/hosts
			config/values-test.yaml application-test.properties .env.production id_rsa notebook.ipynb
			app/src/main/java/com/example/demo/Config.java src/main/resources/docs/key.pem java/com/example/demo/App.java
			templates/deployment.template.yaml openapi-spec/server.json specification/x.go manifest/x.go
			docker/Dockerfile sampler/rate.go data_sampled.py vendored.go src/Latest.java index.html`,
		Test: `a_test.go pkg/a_test.go test/x.yml src/test/resources/application.yml tests/.env js/__tests__/a.js
			spec/models/user_spec.rb app/user_spec.rb testdata/key.pem fixtures/keys.json a.test.ts a.spec.js
			FooTest.java FooTests.cs UserSpec.scala TestUser.java tests/README.md test_login.py conftest.py
			integration-tests/a.yml src/androidTest/a.kt Acme.Tests/appsettings.json test-resources/key.pem
			.env.test vcr_cassettes/login.yml tests.py x/y.snap Test/Foo.php`,
		Example: `examples/app/.env example/config.yml samples/a.py demo/app.js .env.example .env.sample config.example.yml
			wp-config-sample.php parameters.yml.dist example.env example-app/.env code-samples/a.go settings.py.sample
			examples/README.md inventory/sample/hosts examples/src/main/java/com/acme/App.java .env.template sample_config.py`,
		Documentation: `README README.md readme.txt CHANGELOG.md docs/setup.html doc/api.txt guide/install.rst
			a/b/notes.md documentation/x.png user-docs/keys.txt LICENSE CONTRIBUTING.adoc README.ja`,
		Vendored: `vendor/github.com/x/y.go node_modules/a/index.js web/node_modules/a/.env third_party/ssl/key.pem
			lib/python3/site-packages/a/b.py Pods/A/a.m vendor/x/tests/a_test.go tests/vendor/a.js
			src/main/webapp/node_modules/x.js`,
	} {
		for _, path := range strings.Fields(paths) {
			if got := Of(path); got != class {
				t.Errorf("%s: class %d, want %d", path, got, class)
			}
		}
	}
}

// FuzzOf: whatever the path is, there is a class, and a folder without a
// meaning above it changes nothing.
func FuzzOf(f *testing.F) {
	for _, path := range []string{"", "/", "a//b", "\xff/x", ".", "..", "tests/", "Ünï/Test.é"} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		if got := Of(path); got > Vendored {
			t.Errorf("%q has class %d", path, got)
		}
		if got, below := Of(path), Of("folder/"+path); got != below {
			t.Errorf("%q has class %d, and %d in a folder", path, got, below)
		}
	})
}
