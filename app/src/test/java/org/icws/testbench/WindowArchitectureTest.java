package org.icws.testbench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import org.icws.testbench.shell.TestbenchApplication;
import org.icws.testbench.store.FramePump;

/** The rules that keep the window quick and its parts apart. */
@AnalyzeClasses(packages = "org.icws.testbench", importOptions = ImportOption.DoNotIncludeTests.class)
class WindowArchitectureTest {

    private static final String ROOT = "org.icws.testbench";
    private static final String SHELL = ROOT + ".shell..";

    @ArchTest
    static final ArchRule only_the_pump_and_the_application_put_work_on_the_fx_thread = noClasses()
            .that()
            .areNotAssignableTo(FramePump.class)
            .and()
            .areNotAssignableTo(TestbenchApplication.class)
            .and()
            .resideOutsideOfPackage(ROOT + ".shell.tools..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Platform.class);

    @ArchTest
    static final ArchRule view_models_know_no_toolkit = noClasses()
            .that()
            .haveSimpleNameEndingWith("ViewModel")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx.scene..", "javafx.stage..", "org.kordamp..", "atlantafx..");

    @ArchTest
    static final ArchRule pages_do_not_know_the_shell = noClasses()
            .that()
            .resideOutsideOfPackages(SHELL, ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SHELL);

    @ArchTest
    static final ArchRule only_the_shell_knows_how_a_network_is_run = noClasses()
            .that()
            .resideInAnyPackage(
                    ROOT + ".overview..",
                    ROOT + ".connections..",
                    ROOT + ".messages..",
                    ROOT + ".queues..",
                    ROOT + ".latency..",
                    ROOT + ".compose..",
                    ROOT + ".control..",
                    ROOT + ".store..",
                    ROOT + ".theme..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + ".run..", ROOT + ".client..", ROOT + ".serve..", ROOT + ".cli..", "org.icws.replica..");

    @ArchTest
    static final ArchRule controls_know_no_page = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".control..", ROOT + ".theme..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.icws.gateway..", "org.icws.protocol..", ROOT + ".store..");

    @ArchTest
    static final ArchRule pages_have_no_cycles =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    /** Of itself the toolkit takes an underscore for a mnemonic and leaves it out; canisters and methods are full of them. */
    @ArchTest
    static final ArchRule words_of_buttons_and_menus_keep_their_underscores = noClasses()
            .that()
            .resideOutsideOfPackage("..control..")
            .should()
            .callConstructor(Button.class, String.class)
            .orShould()
            .callConstructor(MenuItem.class, String.class)
            .orShould()
            .callConstructor(CheckMenuItem.class, String.class)
            .because("Nodes.button, Nodes.menuItem and Nodes.checkItem make them with the words as they are");

    @ArchTest
    static final ArchRule what_is_said_on_a_page_is_not_tried_against_the_rules_for_every_controls_label = noClasses()
            .that()
            .resideOutsideOfPackage("..control..")
            .should()
            .callConstructor(Label.class)
            .orShould()
            .callConstructor(Label.class, String.class)
            .orShould()
            .callConstructor(Label.class, String.class, Node.class)
            .because("Nodes.label and Nodes.words make them with a style class of their own (decision 0013)");
}
