// SPDX-License-Identifier: GPL-3.0-or-later
// The peer that ours is measured beside: Lucene's CJKAnalyzer (overlapping bigrams) with BM25 at its defaults, one text field, OR of a query's terms, 100 hits.
// One thread. LuceneCjk DOCS.jsonl INDEX_DIR QUERIES.tsv...: indexes unless INDEX_DIR is there, then ranks the queries of each file twice and prints the second
// round's times as JSON. A document's text is its "summary", else its "abstract".
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

public class LuceneCjk {
    private static final CJKAnalyzer ANALYZER = new CJKAnalyzer();

    // The files hold one flat object a line, written by Python's json or by ours; a library for that alone would be one more package.
    private static String field(String line, String name) {
        int at = line.indexOf("\"" + name + "\":");
        if (at < 0) return null;
        int from = line.indexOf('"', at + name.length() + 3) + 1;
        StringBuilder text = new StringBuilder();
        for (int i = from; i < line.length() && line.charAt(i) != '"'; i++) {
            char c = line.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            c = line.charAt(++i);
            if (c == 'u') {
                text.append((char) Integer.parseInt(line.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                text.append(c == 'n' ? '\n' : c == 't' ? '\t' : c);
            }
        }
        return text.toString();
    }

    private static BooleanQuery query(String text) throws Exception {
        Map<String, Integer> counts = new LinkedHashMap<>();
        try (TokenStream stream = ANALYZER.tokenStream("text", text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) counts.merge(term.toString(), 1, Integer::sum);
            stream.end();
        }
        BooleanQuery.Builder builder = new BooleanQuery.Builder();
        for (Map.Entry<String, Integer> one : counts.entrySet())
            builder.add(new BoostQuery(new TermQuery(new Term("text", one.getKey())), one.getValue()), BooleanClause.Occur.SHOULD);
        return builder.build();
    }

    private static double index(Path docs, Path place) throws Exception {
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.setTokenized(true);
        type.freeze();
        long begun = System.nanoTime();
        int count = 0;
        try (Directory directory = FSDirectory.open(place);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(ANALYZER).setRAMBufferSizeMB(256));
                BufferedReader reader = Files.newBufferedReader(docs)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String text = field(line, "summary");
                if (text == null) text = field(line, "abstract");
                Document document = new Document();
                document.add(new StringField("id", field(line, "id") == null ? String.valueOf(count) : field(line, "id"), Field.Store.YES));
                document.add(new Field("text", text == null ? "" : text, type));
                writer.addDocument(document);
                count++;
            }
            writer.forceMerge(1);
        }
        return count / ((System.nanoTime() - begun) / 1e9);
    }

    public static void main(String[] arguments) throws Exception {
        BooleanQuery.setMaxClauseCount(100_000);
        Path place = Paths.get(arguments[1]);
        StringBuilder out = new StringBuilder("{");
        if (!Files.exists(place)) out.append(String.format("\"docs_per_s\": %.0f, ", index(Paths.get(arguments[0]), place)));
        try (Directory directory = FSDirectory.open(place); DirectoryReader reader = DirectoryReader.open(directory)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            long bytes = 0;
            for (String file : directory.listAll()) bytes += directory.fileLength(file);
            out.append(String.format("\"documents\": %d, \"bytes\": %d", reader.numDocs(), bytes));
            for (String file : Arrays.asList(arguments).subList(2, arguments.length)) {
                List<String> lines = Files.readAllLines(Paths.get(file));
                List<Double> times = new ArrayList<>();
                for (int round = 0; round < 2; round++) {
                    times.clear();
                    for (String line : lines.subList(0, Math.min(1000, lines.size()))) {
                        String text = line.substring(line.indexOf('\t') + 1);
                        long begun = System.nanoTime();
                        searcher.search(query(text), 100);
                        times.add((System.nanoTime() - begun) / 1e6);
                    }
                }
                times.sort(null);
                out.append(String.format(", \"%s\": {\"p50_ms\": %.2f, \"p99_ms\": %.2f}", Paths.get(file).getParent().getFileName(),
                        times.get(times.size() / 2), times.get(times.size() * 99 / 100)));
            }
        }
        System.out.println(out.append("}"));
    }
}
