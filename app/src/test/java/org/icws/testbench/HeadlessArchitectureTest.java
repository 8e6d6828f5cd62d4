package org.icws.testbench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What runs without a window knows nothing of windows. */
@AnalyzeClasses(packages = "org.icws.testbench", importOptions = ImportOption.DoNotIncludeTests.class)
class HeadlessArchitectureTest {

    private static final String ROOT = "org.icws.testbench";
    private static final String[] HEADLESS = {
        ROOT + ".run..", ROOT + ".client..", ROOT + ".serve..", ROOT + ".cli..", ROOT + ".load..", ROOT + ".bench.."
    };

    @ArchTest
    static final ArchRule headless_parts_use_no_window_toolkit = noClasses()
            .that()
            .resideInAnyPackage(HEADLESS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "com.sun.javafx..", "atlantafx..", "org.controlsfx..", "java.awt..");

    @ArchTest
    static final ArchRule headless_parts_know_no_view = classes()
            .that()
            .resideInAnyPackage(HEADLESS)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(merge(
                    HEADLESS,
                    ROOT,
                    ROOT + ".files..",
                    "java..",
                    "sun.misc..",
                    "com.sun.management..",
                    "jakarta.websocket..",
                    "org.slf4j..",
                    "ch.qos.logback..",
                    "picocli..",
                    "org.HdrHistogram..",
                    "com.fasterxml.jackson..",
                    "org.glassfish..",
                    "org.ic4j..",
                    "org.icws.protocol..",
                    "org.icws.gateway..",
                    "org.icws.replica..",
                    "org.icws.sample.."));

    @ArchTest
    static final ArchRule the_client_can_be_used_by_itself = noClasses()
            .that()
            .resideInAPackage(ROOT + ".client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".run..", ROOT + ".serve..", ROOT + ".cli..", "org.icws.replica..");

    @ArchTest
    static final ArchRule the_runtime_knows_no_command_line = noClasses()
            .that()
            .resideInAPackage(ROOT + ".run..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".serve..", ROOT + ".cli..", "picocli..");

    private static String[] merge(String[] first, String... more) {
        String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }
}
