package io.runnel.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/** Reads certificate and key as they come from certificate authorities; says which file is wrong, and in what. */
final class PemFiles {
    private PemFiles() {}

    static Tls.Identity read(Path certificateFile, Path keyFile) {
        List<X509Certificate> chain = certificates(certificateFile);
        PrivateKey key = key(keyFile);
        if (!belongTogether(key, chain.get(0).getPublicKey())) {
            throw new ServerStartException("the key in " + keyFile + " is not that of the first certificate in "
                    + certificateFile + " (the server's own must come first)");
        }
        return new Tls.Identity(key, chain);
    }

    private static List<X509Certificate> certificates(Path file) {
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Object object : objects(file)) {
                if (object instanceof X509CertificateHolder certificate) {
                    chain.add(converter.getCertificate(certificate));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new ServerStartException("a certificate in " + file + " is damaged: " + e.getMessage(), e);
        }
        if (chain.isEmpty()) {
            throw new ServerStartException("there is no PEM certificate in " + file);
        }
        return chain;
    }

    private static PrivateKey key(Path file) {
        for (Object object : objects(file)) {
            if (object instanceof PKCS8EncryptedPrivateKeyInfo || object instanceof PEMEncryptedKeyPair) {
                throw new ServerStartException(
                        "the key in " + file + " is encrypted; decrypt it first, with 'openssl pkey' for example");
            }
            PrivateKeyInfo key = keyInfo(object);
            if (key != null) {
                try {
                    return new JcaPEMKeyConverter().getPrivateKey(key);
                } catch (IOException e) {
                    throw new ServerStartException("the key in " + file + " cannot be used: " + e.getMessage(), e);
                }
            }
        }
        throw new ServerStartException("there is no PEM private key in " + file);
    }

    private static @Nullable PrivateKeyInfo keyInfo(Object object) {
        if (object instanceof PEMKeyPair pair) {
            return pair.getPrivateKeyInfo();
        }
        return object instanceof PrivateKeyInfo key ? key : null;
    }

    private static List<Object> objects(Path file) {
        List<Object> objects = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
            return objects;
        } catch (NoSuchFileException e) {
            throw new ServerStartException("there is no file " + file, e);
        } catch (IOException e) {
            throw new ServerStartException("cannot read " + file + " as PEM: " + e.getMessage(), e);
        }
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] message = {1};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
