// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// `vc-index` on files of all kinds.
@Suite(.timeLimit(.minutes(5)))
struct IndexTests {
    /// A folder `docs` with some documents, and the index in the run's own home.
    private static let documents = """
        mkdir -p docs/sub docs/.git
        printf '# Guide\\n\\n## Opening hours\\n\\nThe harbour office opens at eight.\\n' > docs/guide.md
        printf '<title>Ferries</title><h1>Islands</h1><p>The ferry leaves daily.' > docs/sub/f.html
        printf '链表由节点组成。\\n' > docs/zh.txt
        printf 'secret\\n' > docs/.hidden; printf 'secret\\n' > docs/.git/config
        printf 'GIF89a\\0\\1secret' > docs/picture.gif

        """

    private func run(_ script: String, home: Scratch? = nil) async throws -> Outcome {
        let home = try home ?? Scratch()
        return try await shell(
            script, home: home, environment: ["XDG_DATA_HOME": home.path + "/data"])
    }

    @Test func `a folder is indexed in silence, and looked up in`() async throws {
        let outcome = try await run(
            Self.documents + """
                vc-index docs && ls data/vc/index && stat -c %a data/vc/index/*.index
                vc-index docs --query 'When does the harbour open?' --limit 1
                vc-index ./docs/../docs/ --query 链表
                vc-index docs --query islands | cut -f 2-
                vc-index docs --query secret; echo $?
                """)
        #expect(outcome.stderr == "")
        let lines = outcome.text.split(separator: "\n").map(String.init)
        try #require(lines.count == 6, "\(outcome.text)")
        #expect(lines[0].wholeMatch(of: /docs-[0-9a-f]{16}\.index/) != nil)
        #expect(lines[1] == "600")
        #expect(
            lines[2].hasSuffix(
                "\tguide.md\tGuide > Opening hours\tThe harbour office opens at eight."))
        #expect(lines[3].hasSuffix("\tzh.txt\tzh\t链表由节点组成。"))
        #expect(lines[4] == "sub/f.html\tFerries > Islands\tThe ferry leaves daily.")
        #expect(lines[5] == "1")
    }

    @Test func `only what has changed is read again, and what is gone is forgotten`() async throws {
        // What is read leaves its time of access; a folder that can't be read stays as it was known.
        let outcome = try await run(
            Self.documents + """
                count() { vc-index docs --query "$1" | wc -l; }
                vc-index docs
                printf '# Guide\\n\\nThe harbour office opens at nine o clock.\\n' > docs/guide.md
                rm docs/sub/f.html
                touch -d 2001-01-01 docs/zh.txt
                vc-index docs
                count eight; count clock; count ferry; count 链表
                sqlite3 data/vc/index/*.index 'SELECT count(*), max(id) FROM passage'
                """)
        #expect(outcome.stderr == "")
        // The touched file kept its passage: the new guide's is the only one that was added.
        #expect(outcome.text == "0\n1\n0\n1\n2|4\n")
    }

    @Test func `several questions come as events, one a line`() async throws {
        let outcome = try await run(
            Self.documents + """
                vc-index docs
                printf 'ferry\\nelephant\\n' | vc-index docs --query - --json
                """)
        let events = try outcome.text.split(separator: "\n").map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(events.map { $0["query"] as? String } == ["ferry", "elephant"])
        #expect(events.map { $0["type"] as? String } == ["found", "found"])
        let passages = try #require(events.first?["passages"] as? [[String: Any]])
        #expect(passages.first?["source"] as? String == "sub/f.html")
        #expect((passages.first?["score"] as? Double ?? 0) > 0)
        #expect((events.last?["passages"] as? [Any])?.count == 0)
    }

    @Test func `one file holds several folders where that is wanted`() async throws {
        let outcome = try await run(
            Self.documents + """
                mkdir other; echo 'The ferry is late.' > other/n.txt
                vc-index --output all.index docs other
                vc-index all.index --query ferry | cut -f 2
                vc-index --output all.index other
                vc-index all.index --query ferry | wc -l
                """)
        #expect(outcome.stderr == "")
        #expect(Set(outcome.text.split(separator: "\n")) == ["n.txt", "sub/f.html", "2"])
    }

    @Test
    func `PDFs are read by page; broken and encrypted ones are said, and nothing else is lost`()
        async throws
    {
        let home = try Scratch()
        let made = try await shell(
            "'\(testPython)' '\(repository.path)/Tests/Fixtures/pdf.py' docs", home: home)
        try #require(made.status == 0, "\(made.stderr)")
        let outcome = try await run(
            """
            vc-index docs; echo $?
            vc-index docs --query lighthouse | cut -f 2,3
            vc-index docs/broken.pdf 2>/dev/null; echo $?
            """, home: home)
        #expect(outcome.text == "65\nplain.pdf\tplain > page 2\n65\n")
        let folder = home.url.resolvingSymlinksInPath().path + "/docs"
        let lines = outcome.stderr.split(separator: "\n").map(String.init)
        try #require(lines.count == 3, "\(outcome.stderr)")
        #expect(
            lines[0].hasPrefix("vc-index: cannot read '\(folder)/broken.pdf': not a whole PDF: "))
        #expect(
            lines[1] == "vc-index: cannot read '\(folder)/encrypted.pdf': the PDF is encrypted")
        #expect(lines[2].hasPrefix("vc-index: hint: "))
    }

    @Test func `without pdftotext PDFs are left out, which is said once`() async throws {
        let outcome = try await run(
            """
            mkdir -p docs bin; cp "$(command -v vc-index)" bin
            for i in 1 2; do echo '%PDF-1.4' > docs/$i.pdf; done; echo words > docs/a.txt
            export PATH="$PWD/bin"
            vc-index docs; echo $?; vc-index docs --query words
            """)
        #expect(outcome.text.hasPrefix("69\n"))
        #expect(outcome.text.hasSuffix("\ta.txt\ta\twords\n"))
        let lines = outcome.stderr.split(separator: "\n")
        #expect(lines.count == 2, "\(outcome.stderr)")
        #expect(lines.first?.hasSuffix("there is no pdftotext") == true)
    }

    @Test func `a file of 5 GB is too large, and the others are indexed`() async throws {
        let outcome = try await run(
            """
            mkdir docs; yes words | head -c 100000 > docs/huge.txt; truncate -s 5G docs/huge.txt
            echo 'small words' > docs/small.txt
            vc-index docs; echo $?; vc-index docs --query small | cut -f 2
            """)
        #expect(outcome.text == "65\nsmall.txt\n")
        #expect(
            outcome.stderr.contains(
                "/docs/huge.txt': 5.4 GB is too large; at most 16.8 MB are taken"))
    }

    @Test func `invalid UTF-8 is replaced, and said`() async throws {
        let outcome = try await run(
            """
            mkdir docs; printf 'caf\\351 harbour\\n' > docs/a.txt
            vc-index docs; echo $?; vc-index docs --query harbour | cut -f 4
            """)
        #expect(outcome.text == "0\ncaf\u{FFFD} harbour\n")
        #expect(
            outcome.stderr.contains("/docs/a.txt' is not valid UTF-8; what is not was replaced"))
    }

    @Test func `what can't be read is said, and what was known of it stays`() async throws {
        let outcome = try await run(
            Self.documents + """
                vc-index docs
                rm -rf docs/sub; ln -s sub docs/sub
                mkdir docs/new; echo 'more ferry' > docs/new/a.txt
                vc-index docs; echo $?
                vc-index docs --query ferry | cut -f 2
                """)
        #expect(
            outcome.text == "66\nnew/a.txt\nsub/f.html\n"
                || outcome.text == "66\nsub/f.html\nnew/a.txt\n")
        #expect(outcome.stderr.contains("/docs/sub': Too many levels of symbolic links"))
    }

    @Test func `what is no index, or one of another version, is refused with the remedy`()
        async throws
    {
        let outcome = try await run(
            Self.documents + """
                vc-index docs; file=$(ls data/vc/index/*)
                sqlite3 "$file" 'PRAGMA user_version = 99'
                vc-index docs --query ferry; echo $?
                vc-index docs; echo $?
                sqlite3 other.db 'CREATE TABLE a (b)'
                vc-index other.db --query x; echo $?
                vc-index --output docs/guide.md docs; echo $?; grep -c harbour docs/guide.md
                vc-index nowhere; echo $?; vc-index nowhere --query x; echo $?
                vc-index docs/zh.txt --query x; echo $?
                vc-index /dev/null; echo $?; vc-index docs/picture.gif; echo $?
                """)
        #expect(outcome.text == "65\n65\n65\n65\n1\n66\n66\n66\n65\n65\n")
        let errors = outcome.stderr
        #expect(errors.contains("has format 99, and this version of vc reads format 1"))
        #expect(errors.contains("hint: make it anew: `rm "))
        #expect(errors.contains("`vc-index docs`"))
        #expect(errors.contains("'other.db' is not an index of vc-index"))
        #expect(errors.contains("'docs/guide.md' is not an index of vc-index"))
        #expect(errors.contains("'docs/zh.txt' has not been indexed\n"))
        #expect(errors.contains("/docs/picture.gif': it is not text"))
    }

    @Test(arguments: [
        "vc-index", "vc-index docs --limit 0 --query x", "vc-index docs --json",
        "vc-index docs --query x --embed m", "vc-index docs --embed unheard-of",
    ])
    func `what makes no sense is a usage error`(command: String) async throws {
        let outcome = try await run("mkdir docs; " + command)
        #expect(outcome.status == 64, "\(outcome.stderr)")
    }

    @Test func `an interrupted run keeps what it has, dies of the signal, and is gone on with`()
        async throws
    {
        // The folder's second file is a pipe's end to a reader that stops: pdftotext waits on it.
        let outcome = try await run(
            """
            mkdir docs bin; echo 'first words' > docs/a.txt; echo '%PDF-1.4' > docs/b.pdf
            echo 'last words' > docs/c.txt
            cat > bin/pdftotext <<'END'
            #!/bin/sh
            kill -INT $(cat pid)
            printf 'middle words\\n\\f'
            END
            chmod +x bin/pdftotext
            (PATH="$PWD/bin:$PATH" sh -c 'echo $$ > pid; exec vc-index docs'); echo $?
            vc-index docs --query words | cut -f 2 | sort
            PATH="$PWD/bin:$PATH"; rm pid; vc-index docs 2>/dev/null
            vc-index docs --query words | cut -f 2 | sort
            """)
        #expect(outcome.text == "130\na.txt\nb.pdf\na.txt\nb.pdf\nc.txt\n", "\(outcome.stderr)")
    }

    @Test func `a run that is killed leaves an index that opens, and the next completes it`()
        async throws
    {
        let outcome = try await run(
            """
            mkdir docs; i=0
            while [ $i -lt 400 ]; do i=$((i+1)); yes "line of document$i" | head -c 20000 > docs/$i.txt; done
            n=0
            while [ $n -lt 12 ]; do
                n=$((n+1))
                vc-index docs & timeout 0.0$n tail --pid=$! -f /dev/null; kill -9 $! 2>/dev/null
                wait $! 2>/dev/null
                for file in data/vc/index/docs-*.index; do
                    [ ! -e "$file" ] || sqlite3 "$file" 'PRAGMA integrity_check' | grep -v '^ok'
                done
            done
            vc-index docs
            sqlite3 data/vc/index/*.index 'SELECT count(*) FROM document' \
                "INSERT INTO words (words) VALUES ('integrity-check')"
            vc-index docs --query document399 --limit 1 | cut -f 2
            """)
        #expect(outcome.text == "400\n399.txt\n", "\(outcome.stderr)")
    }

    @Test func `two runs at once on one index, and readers meanwhile, do no harm`() async throws {
        let outcome = try await run(
            """
            mkdir docs; i=0
            while [ $i -lt 300 ]; do i=$((i+1)); yes "line of document$i" | head -c 30000 > docs/$i.txt; done
            vc-index docs & one=$!
            vc-index docs & other=$!
            while kill -0 $one 2>/dev/null; do
                vc-index docs --query document7 2>errors >/dev/null || grep -v 'not been indexed\\|hint' errors
            done
            wait $one; echo $?; wait $other; echo $?
            sqlite3 data/vc/index/*.index 'SELECT count(*), count(DISTINCT name) FROM document' \
                'SELECT count(*) FROM passage WHERE document NOT IN (SELECT id FROM document)' \
                "INSERT INTO words (words) VALUES ('integrity-check')"
            sqlite3 data/vc/index/*.index 'SELECT count(*) FROM passage' > first; cat docs/*.txt > /dev/null
            rm -r data; vc-index docs; sqlite3 data/vc/index/*.index 'SELECT count(*) FROM passage' | cmp - first
            """)
        #expect(outcome.text == "0\n0\n300|300\n0\n", "\(outcome.stderr)")
        #expect(outcome.stderr == "")
    }
}
