package org.icws.testbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.ic4j.agent.identity.Identity;
import org.icws.protocol.crypto.EcdsaIdentity;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.protocol.crypto.IdentityPem;
import org.icws.protocol.crypto.IdentityPem.Format;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class IdentityCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path dir;

    private Path data;

    @BeforeEach
    void name() {
        data = dir.resolve("data");
    }

    @Test
    void aKeyOfDfxBecomesTheGatewaysAndIsShown() throws IOException {
        Identity theirs = EcdsaIdentity.of(EcdsaIdentity.Curve.SECP256K1, BigInteger.valueOf(77));

        assertThat(execute("import", file(theirs, Format.DFX))).isZero();
        assertThat(execute("show")).isZero();

        assertThat(out.toString()).contains(theirs.sender().toString()).contains("secp256k1, " + data);
    }

    @Test
    void whatIsExportedIsTheSameKey() throws IOException {
        Identity key = Ed25519Identity.generate(new SecureRandom());
        execute("import", file(key, Format.PKCS8));
        for (String format : new String[] {"pkcs8", "dfx"}) {
            Path exported = dir.resolve("exported-" + format);

            assertThat(execute("export", "--format", format, exported.toString()))
                    .isZero();

            assertThat(IdentityPem.decode(Files.readString(exported)).sender()).isEqualTo(key.sender());
        }
        out.getBuffer().setLength(0);
        assertThat(execute("export", "-")).isZero();
        assertThat(IdentityPem.decode(out.toString()).sender()).isEqualTo(key.sender());
    }

    @Test
    void aKeyThatIsThereIsReplacedOnlyWhenForcedAndKeptEvenThen() throws IOException {
        Identity first = Ed25519Identity.generate(new SecureRandom());
        Identity second = Ed25519Identity.generate(new SecureRandom());
        execute("import", file(first, Format.PKCS8));

        assertThat(execute("import", file(second, Format.DFX))).isEqualTo(1);
        assertThat(err.toString()).contains("has a key already").contains("--force");
        assertThat(execute("import", "--force", file(second, Format.DFX))).isZero();

        Path former = data.resolve("gateway-identity-" + first.sender() + ".pem");
        assertThat(IdentityPem.decode(Files.readString(former)).sender()).isEqualTo(first.sender());
        assertThat(out.toString())
                .contains(former.toString())
                .contains(second.sender().toString());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "POSIX permissions")
    void filesAreTheOwnersAlone() throws IOException {
        execute("import", file(Ed25519Identity.generate(new SecureRandom()), Format.PKCS8));
        Path exported = dir.resolve("exported");
        execute("export", exported.toString());

        for (Path file : new Path[] {exported, data.resolve("gateway-identity.pem")}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void whatIsWrongIsSaidInOneLine() throws IOException {
        assertThat(execute("show")).isEqualTo(1);
        assertThat(execute("import", dir.resolve("none").toString())).isEqualTo(1);
        Path text = Files.writeString(dir.resolve("text"), "hello");
        assertThat(execute("import", text.toString())).isEqualTo(1);
        execute("import", file(Ed25519Identity.generate(new SecureRandom()), Format.PKCS8));
        assertThat(execute("export", text.toString())).isEqualTo(1);
        assertThat(execute("export", "--format=der", "x")).isEqualTo(2);
        assertThat(execute()).isEqualTo(2);

        assertThat(text).hasContent("hello");
        assertThat(err.toString())
                .contains("There is no key in " + data)
                .contains(dir.resolve("none").toString())
                .contains("not an Ed25519 private key")
                .contains("exists already")
                .contains("pkcs8 or dfx")
                .doesNotContain("\tat ");
    }

    private String file(Identity identity, Format format) throws IOException {
        Path file = Files.createTempFile(dir, "theirs", ".pem");
        return Files.writeString(file, IdentityPem.encode(identity, format)).toString();
    }

    private int execute(String... arguments) {
        String[] all = new String[arguments.length + (arguments.length == 0 ? 1 : 3)];
        all[0] = "identity";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        if (arguments.length > 0) {
            all[all.length - 2] = "--data-dir";
            all[all.length - 1] = data.toString();
        }
        return TestbenchCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
