package org.icws.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseCauseTest {
    private static final Path DOCUMENTED = Path.of("..", "docs", "close-codes.md");

    @ParameterizedTest
    @EnumSource(CloseCause.class)
    void isDocumentedWithItsCodeAndReason(CloseCause cause) throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENTED, StandardCharsets.UTF_8);

        assertThat(rows)
                .anyMatch(row ->
                        row.startsWith("| `" + cause + "` | " + cause.code() + " | " + cause.template() + " | "));
    }

    @Test
    void nothingIsDocumentedThatDoesNotExist() throws IOException {
        long rows = Files.readAllLines(DOCUMENTED, StandardCharsets.UTF_8).stream()
                .filter(row -> row.startsWith("| `"))
                .count();

        assertThat(rows).isEqualTo(CloseCause.values().length);
    }

    @ParameterizedTest
    @EnumSource(CloseCause.class)
    void itsReasonFitsIntoACloseFrameHoweverLongTheDetails(CloseCause cause) {
        String reason = cause.reason("ü€𝄞".repeat(100), "x".repeat(300), "y");

        assertThat(reason.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(123);
        assertThat(reason).doesNotContain("\uFFFD");
    }

    @Test
    void keepsAReasonThatFitsExactly() {
        assertThat(CloseCause.cut("x".repeat(123))).hasSize(123);
        assertThat(CloseCause.cut("x".repeat(124))).isEqualTo("x".repeat(120) + "…");
    }

    @Test
    void shortensPrincipalsBeforeItCutsWords() {
        String principal = "qi4ik-nu6ey-kkamk-ken37-l5m2z-zg6b3-amool-qhkr7-6nti5-4ohil-mae";
        assertThat(CloseCause.CANISTER_ERR.reason(
                        "ws_message", "Client with principal " + principal + " doesn't have an open connection"))
                .isEqualTo(
                        "The canister refused ws_message: Client with principal qi4ik…mae doesn't have an open connection");
        assertThat(CloseCause.CANISTER_ERR.reason(
                        "ws_open",
                        "Client with key " + principal + "_18446744073709551615 already has an open connection"))
                .isEqualTo("The canister refused ws_open: Client with key qi4ik…mae_18446744073709551615 already has"
                        + " an open connection");
        assertThat(CloseCause.cut("who is " + principal)).isEqualTo("who is " + principal);
    }

    @Test
    void appendsTheWordsOfOthers() {
        assertThat(CloseCause.CANISTER_ERR.reason("ws_open", "no")).isEqualTo("The canister refused ws_open: no");
        assertThat(CloseCause.CANISTER_ERR.reason("ws_open", "")).isEqualTo("The canister refused ws_open");
        assertThat(CloseCause.CANISTER_ERR.reason("100% done", "50%")).isEqualTo("The canister refused 100% done: 50%");
    }
}
