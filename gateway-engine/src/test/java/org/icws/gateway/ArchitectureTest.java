package org.icws.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.icws", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule dependsOnlyOnWhatTheArchitectureNames = classes()
            .that()
            .resideInAPackage("org.icws.gateway..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.net.ssl..",
                    "org.icws.gateway..",
                    "org.icws.protocol..",
                    "org.ic4j..",
                    "com.fasterxml.jackson..",
                    "jakarta.websocket..",
                    "org.glassfish.grizzly..",
                    "org.glassfish.tyrus..",
                    "org.HdrHistogram..",
                    "org.slf4j..");

    @ArchTest
    static final ArchRule onlyTheEndpointKnowsTheServer = noClasses()
            .that()
            .resideOutsideOfPackage("org.icws.gateway.endpoint..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.glassfish..", "jakarta.websocket..");

    @ArchTest
    static final ArchRule partsDependOnlyDownwards = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("endpoint")
            .definedBy("org.icws.gateway.endpoint..")
            .layer("session")
            .definedBy("org.icws.gateway.session..")
            .layer("poll")
            .definedBy("org.icws.gateway.poll..")
            .layer("replica")
            .definedBy("org.icws.gateway.replica..")
            .layer("trust")
            .definedBy("org.icws.gateway.trust..")
            .layer("protocol")
            .definedBy("org.icws.gateway.protocol..")
            .whereLayer("endpoint")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers("endpoint")
            .whereLayer("poll")
            .mayOnlyBeAccessedByLayers("session")
            .whereLayer("replica")
            .mayOnlyBeAccessedByLayers("session", "poll")
            .whereLayer("trust")
            .mayOnlyBeAccessedByLayers("session")
            .whereLayer("protocol")
            .mayOnlyBeAccessedByLayers("session", "poll", "trust");
}
