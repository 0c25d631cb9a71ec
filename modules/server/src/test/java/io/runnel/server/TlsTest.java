package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and keys. */
class TlsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

    private final Tls.Identity identity = SelfSigned.create(CLOCK);

    @TempDir
    private Path directory;

    private Path pem(String name, Object... objects) throws IOException {
        Path file = directory.resolve(name);
        try (Writer out = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(out)) {
            for (Object object : objects) {
                pem.writeObject(object);
            }
        }
        return file;
    }

    /** PKCS#8, as most tools write it today. */
    private static Object pkcs8(PrivateKey key) throws IOException {
        return new JcaPKCS8Generator(key, null);
    }

    /** SEC 1, as {@code openssl ecparam -genkey} writes it. */
    private static Object sec1(PrivateKey key) {
        ECPrivateKey bare = new ECPrivateKey(256, number(key), SECObjectIdentifiers.secp256r1);
        try {
            return new PemObject("EC PRIVATE KEY", bare.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The key itself; JDK keys also differ by how they were encoded. */
    private static BigInteger number(PrivateKey key) {
        return ((java.security.interfaces.ECPrivateKey) key).getS();
    }

    private Path certificate() throws IOException {
        return pem("cert.pem", identity.chain().get(0));
    }

    @Test
    void theSelfSignedCertificateIsForThisMachineFromYesterdayOn() throws GeneralSecurityException {
        var certificate = identity.chain().get(0);
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        certificate.checkValidity(Date.from(CLOCK.instant().minusSeconds(3600)));
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getBasicConstraints()).as("no authority").isEqualTo(-1);
    }

    @Test
    void readsKeysAsOpensslAndAuthoritiesWriteThem() throws IOException {
        Path traditional = pem("traditional.pem", sec1(identity.key()));
        Path pkcs8 = pem("pkcs8.pem", pkcs8(identity.key()));
        Path withParameters = directory.resolve("parameters.pem");
        Files.writeString(
                withParameters,
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + Files.readString(traditional));
        for (Path key : new Path[] {traditional, pkcs8, withParameters}) {
            assertThat(number(PemFiles.read(certificate(), key).key())).isEqualTo(number(identity.key()));
        }
    }

    @Test
    void keepsTheOrderOfTheChain() throws IOException {
        Tls.Identity other = SelfSigned.create(CLOCK);
        Path chain = pem("chain.pem", identity.chain().get(0), other.chain().get(0));
        assertThat(PemFiles.read(chain, pem("key.pem", pkcs8(identity.key()))).chain())
                .containsExactly(identity.chain().get(0), other.chain().get(0));
    }

    @Test
    void certificateAndKeyMayShareAFile() throws IOException {
        Path both = pem("both.pem", pkcs8(identity.key()), identity.chain().get(0));
        assertThat(PemFiles.read(both, both).chain()).hasSize(1);
    }

    @Test
    void readsRsaKeysInBothFormsAndSeesWhoseTheyAre() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        PrivateKey rsa = generator.generateKeyPair().getPrivate();
        for (Object form : new Object[] {rsa, pkcs8(rsa)}) {
            refuses(certificate(), pem("rsa.pem", form), "is not that of the first certificate");
        }
    }

    @Test
    void saysWhatIsWrongWithTheFiles() throws Exception {
        Path key = pem("key.pem", pkcs8(identity.key()));
        PrivateKey another = SelfSigned.create(CLOCK).key();
        Path nothing = directory.resolve("nothing.pem");
        Path damaged = directory.resolve("damaged.pem");
        Files.writeString(nothing, "nothing of the kind\n");
        Files.writeString(damaged, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Path encrypted = pem(
                "encrypted.pem",
                new JcaPKCS8Generator(
                        identity.key(),
                        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                                .setProvider(new BouncyCastleProvider())
                                .setPassword("secret".toCharArray())
                                .build()));
        refuses(directory.resolve("absent.pem"), key, "there is no file " + directory.resolve("absent.pem"));
        refuses(nothing, key, "there is no PEM certificate in " + nothing);
        refuses(damaged, key, "cannot read " + damaged);
        refuses(certificate(), nothing, "there is no PEM private key in " + nothing);
        refuses(certificate(), encrypted, "the key in " + encrypted + " is encrypted");
        refuses(certificate(), pem("other.pem", pkcs8(another)), "is not that of the first certificate in");
        refuses(certificate(), directory, "cannot read " + directory);
    }

    private static void refuses(Path certificate, Path key, String message) {
        assertThatThrownBy(() -> PemFiles.read(certificate, key))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining(message);
    }
}
