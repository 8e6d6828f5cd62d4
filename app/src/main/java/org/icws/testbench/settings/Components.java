package org.icws.testbench.settings;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The libraries and typefaces inside; the versions are those of the files this program runs with. */
final class Components {

    /** One of them. */
    record Component(String name, String version, String licence, String purpose) {}

    private static final String APACHE = "Apache License 2.0";
    private static final String MIT = "MIT";
    private static final String OFL = "SIL Open Font License 1.1";

    static final List<Component> ALL = make();

    private Components() {}

    private static List<Component> make() {
        List<String> files = files();
        List<Component> all = new ArrayList<>();
        add(all, files, "OpenJFX", "javafx-controls", "GPL 2 with class-path exception", "the window");
        add(all, files, "AtlantaFX", "atlantafx-base", MIT, "base of both themes");
        add(all, files, "ControlsFX", "controlsfx", "BSD 3-clause", "pop-overs");
        add(all, files, "RichTextFX", "richtextfx", "BSD 2-clause", "the text editor");
        add(all, files, "Ikonli, Feather icons", "ikonli-javafx", APACHE + ", MIT", "small icons");
        add(all, files, "Eclipse Tyrus", "tyrus-server", "EPL 2.0 or GPL 2 with class-path exception", "WebSockets");
        add(
                all,
                files,
                "Eclipse Grizzly",
                "grizzly-framework",
                "EPL 2.0 or GPL 2 with class-path exception",
                "sockets");
        add(all, files, "IC4J agent", "ic4j-agent", APACHE, "principals, identities");
        add(all, files, "jblst", "jblst", APACHE, "BLS signatures");
        add(all, files, "Bouncy Castle", "bcprov-jdk18on", "Bouncy Castle Licence (MIT)", "other signatures, keys");
        add(all, files, "Chicory", "runtime", APACHE, "runs canisters' WebAssembly");
        add(all, files, "ASM", "asm", "BSD 3-clause", "compiles WebAssembly");
        add(all, files, "Jackson", "jackson-databind", APACHE, "JSON and CBOR");
        add(all, files, "HdrHistogram", "HdrHistogram", "BSD 2-clause", "percentiles");
        add(all, files, "picocli", "picocli", APACHE, "the command line");
        add(all, files, "SLF4J", "slf4j-api", MIT, "logging");
        add(all, files, "Logback", "logback-classic", "EPL 1.0 or LGPL 2.1", "logging");
        all.add(new Component("Inter", "–", OFL, "typeface for words"));
        all.add(new Component("JetBrains Mono", "–", OFL, "typeface for data"));
        return List.copyOf(all);
    }

    private static void add(
            List<Component> to, List<String> files, String name, String artifact, String licence, String purpose) {
        Pattern pattern = Pattern.compile(Pattern.quote(artifact) + "-(\\d[^-]*(?:-SNAPSHOT)?)\\.jar");
        for (String file : files) {
            Matcher match = pattern.matcher(file);
            if (match.matches()) {
                to.add(new Component(name, match.group(1), licence, purpose));
                return;
            }
        }
        to.add(new Component(name, "–", licence, purpose));
    }

    /** Names of the jars on the class path, also those that another jar's manifest names. */
    private static List<String> files() {
        List<String> names = new ArrayList<>();
        String path = System.getProperty("java.class.path", "");
        for (String entry : path.split(Pattern.quote(File.pathSeparator))) {
            File file = new File(entry);
            names.add(file.getName());
            if (file.isFile() && entry.endsWith(".jar")) {
                names.addAll(namedBy(file));
            }
        }
        return names;
    }

    private static List<String> namedBy(File jar) {
        try (JarFile open = new JarFile(jar)) {
            Manifest manifest = open.getManifest();
            String classPath =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return classPath == null
                    ? List.of()
                    : Pattern.compile("\\s+")
                            .splitAsStream(classPath)
                            .map(name -> name.substring(name.lastIndexOf('/') + 1))
                            .toList();
        } catch (IOException e) {
            return List.of(); // only a version is not shown
        }
    }
}
