package io.runnel.server;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate that nobody vouches for, new at every start: for this machine, and for clients that do not check. */
final class SelfSigned {
    /** Clocks of clients may be behind. */
    private static final Duration SKEW = Duration.ofDays(1);
    /** What Apple's clients accept at most. */
    private static final Duration VALIDITY = Duration.ofDays(825);

    private SelfSigned() {}

    static Tls.Identity create(Clock clock) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            X509v3CertificateBuilder certificate = describe(keys, clock.instant());
            return new Tls.Identity(
                    keys.getPrivate(),
                    List.of(new JcaX509CertificateConverter()
                            .getCertificate(certificate.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())))));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new ServerStartException("cannot make a certificate: " + e.getMessage(), e);
        }
    }

    private static X509v3CertificateBuilder describe(KeyPair keys, Instant now) throws IOException {
        X500Name name = new X500Name("CN=localhost,O=Runnel");
        GeneralNames hosts = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        });
        return new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(159, new SecureRandom()).setBit(0),
                        Date.from(now.minus(SKEW)),
                        Date.from(now.minus(SKEW).plus(VALIDITY)),
                        name,
                        keys.getPublic())
                // Rustls refuses an authority's certificate as a server's, even if it is trusted as it is.
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, hosts);
    }
}
