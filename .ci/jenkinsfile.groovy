// Runs a declarative Jenkinsfile with stubs in place of Jenkins: what it calls must be known,
// and each section must be where the syntax has it (jenkins.io/doc/book/pipeline/syntax).
import org.codehaus.groovy.control.CompilerConfiguration

sections = [
    pipeline: ['agent', 'options', 'triggers', 'environment', 'stages', 'post'],
    stages: ['stage'],
    stage: ['agent', 'when', 'environment', 'steps', 'post'],
    steps: ['script', 'sh', 'checkout', 'withEnv', 'junit', 'archiveArtifacts'],
    script: ['sh', 'checkout', 'withEnv', 'junit'],
    withEnv: ['sh'],
    post: ['always', 'failure', 'success'],
    always: ['junit', 'archiveArtifacts', 'sh'],
]
ran = []

class Section {
    def all, name, ran
    def any = 'any', scm = 'scm'
    def methodMissing(String called, args) {
        if (!(called in all[name])) throw new IllegalArgumentException("$called is not known in $name")
        ran << called
        def body = args ? args[-1] : null
        if (body instanceof Closure) {
            if (!all[called]) throw new IllegalArgumentException("$called takes no block")
            body.delegate = new Section(all: all, name: called, ran: ran)
            body.resolveStrategy = Closure.DELEGATE_FIRST
            body()
        }
        return [:]
    }
}

def script = new GroovyShell(new Binding([pipeline: { Closure body ->
    body.delegate = new Section(all: sections, name: 'pipeline', ran: ran)
    body.resolveStrategy = Closure.DELEGATE_FIRST
    body()
}])).parse(new File(args[0]))
script.run()
if (!('sh' in ran)) throw new IllegalStateException('the pipeline runs nothing')
