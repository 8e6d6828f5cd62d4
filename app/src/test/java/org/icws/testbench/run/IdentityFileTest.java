package org.icws.testbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.ic4j.agent.identity.Identity;
import org.icws.protocol.crypto.Ed25519Identity;
import org.icws.testbench.TestbenchException;
import org.icws.testbench.files.OwnerOnly;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class IdentityFileTest {

    @TempDir
    Path dir;

    @Test
    void thePrincipalStaysTheSameOverRestarts() throws IOException {
        Identity first = IdentityFile.loadOrCreate(dir);
        Identity second = IdentityFile.loadOrCreate(dir);

        assertThat(second.sender()).isEqualTo(first.sender());
        assertThat(dir.toFile().list()).containsExactly(IdentityFile.NAME);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "POSIX permissions")
    void onlyTheOwnerMayReadItEvenIfSomebodyOpenedItUp() throws IOException {
        IdentityFile.loadOrCreate(dir);
        Path file = dir.resolve(IdentityFile.NAME);
        assertThat(permissions(file)).isEqualTo("rw-------");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        IdentityFile.loadOrCreate(dir);
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "POSIX permissions")
    void aDataDirectoryThatIsMadeIsTheOwnersAlone() throws IOException {
        Path made = dir.resolve("a/b");
        OwnerOnly.createDirectories(made);

        assertThat(permissions(made)).isEqualTo("rwx------");
    }

    @Test
    void anotherLibraryReadsTheSameKey() throws Exception {
        Ed25519Identity ours = (Ed25519Identity) IdentityFile.loadOrCreate(dir);
        String pem = Files.readString(dir.resolve(IdentityFile.NAME));
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));

        java.security.interfaces.EdECPrivateKey theirs = (java.security.interfaces.EdECPrivateKey)
                KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));

        assertThat(HexFormat.of().formatHex(theirs.getBytes().orElseThrow()))
                .isEqualTo(HexFormat.of().formatHex(ours.seed()));
    }

    @Test
    void aFileThatIsNoKeyIsNamedAndLeftAlone() throws IOException {
        Path file = Files.writeString(dir.resolve(IdentityFile.NAME), "-----BEGIN PRIVATE KEY-----\nAAAA\n");

        assertThatThrownBy(() -> IdentityFile.loadOrCreate(dir))
                .isInstanceOf(TestbenchException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("not an Ed25519 private key");
        assertThat(Files.readString(file)).contains("AAAA");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
