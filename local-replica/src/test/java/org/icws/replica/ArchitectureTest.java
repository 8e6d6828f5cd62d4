package org.icws.replica;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.icws.replica", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule THE_WAY_OF_A_CALL_LEADS_DOWNWARDS = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.icws.replica..")
            .layer("http")
            .definedBy("..replica.http..")
            .layer("ingress")
            .definedBy("..replica.ingress..")
            .layer("scheduler")
            .definedBy("..replica.scheduler..")
            .layer("management")
            .definedBy("..replica.management..")
            .layer("persistence")
            .definedBy("..replica.persistence..")
            .layer("state")
            .definedBy("..replica.state..")
            .layer("execution")
            .definedBy("..replica.execution..")
            .layer("certification")
            .definedBy("..replica.certification..")
            .layer("library")
            .definedBy("org.icws.replica")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("library")
            .whereLayer("ingress")
            .mayOnlyBeAccessedByLayers("http", "library")
            .whereLayer("scheduler")
            .mayOnlyBeAccessedByLayers("http", "ingress", "library")
            .whereLayer("management")
            .mayOnlyBeAccessedByLayers("ingress", "scheduler", "library")
            .whereLayer("persistence")
            .mayOnlyBeAccessedByLayers("scheduler", "library")
            .whereLayer("state")
            .mayOnlyBeAccessedByLayers("ingress", "scheduler", "management", "persistence", "library")
            .whereLayer("execution")
            .mayOnlyBeAccessedByLayers("http", "ingress", "scheduler", "management", "persistence", "state", "library")
            .whereLayer("certification")
            .mayOnlyBeAccessedByLayers("http", "ingress", "scheduler", "management", "persistence", "state", "library");

    @ArchTest
    static final ArchRule THE_WASM_ENGINE_IS_KNOWN_TO_EXECUTION_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("..replica.execution..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.dylibso..");

    @ArchTest
    static final ArchRule THE_HTTP_SERVER_IS_KNOWN_TO_HTTP_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("..replica.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.glassfish..");

    @ArchTest
    static final ArchRule ONLY_THE_PROTOCOL_MODULE_IS_USED = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.icws.replica..",
                    "org.icws.protocol..",
                    "org.ic4j.types..",
                    "com.dylibso.chicory..",
                    "com.fasterxml.jackson..",
                    "org.glassfish.grizzly..",
                    "org.slf4j..",
                    "javax.net.ssl..",
                    "javax.management..",
                    "java..");
}
