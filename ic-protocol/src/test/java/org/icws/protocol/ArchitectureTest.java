package org.icws.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Keeps this module what it says it is: formats and cryptography, no input or output, nothing above it. */
@AnalyzeClasses(packages = "org.icws.protocol", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule NO_INPUT_OR_OUTPUT = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..", "javax.net..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.File");

    @ArchTest
    static final ArchRule NO_OTHER_MODULE = noClasses()
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are of another module of this project",
                    (JavaClass type) -> type.getPackageName().startsWith("org.icws.")
                            && !type.getPackageName().startsWith("org.icws.protocol")));

    @ArchTest
    static final ArchRule NO_AGENT_OF_IC4J = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("org\\.ic4j\\.agent\\.(Agent|AgentBuilder|UpdateBuilder|ProxyBuilder|http\\..*)");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("org.icws.protocol.(*)..").should().beFreeOfCycles();
}
