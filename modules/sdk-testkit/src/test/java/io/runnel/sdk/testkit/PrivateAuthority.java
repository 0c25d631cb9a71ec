package io.runnel.sdk.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Issues certificates that only those trust who are told to; the JDK's keytool makes them. */
final class PrivateAuthority {
    private static final String PASSWORD = "changeit";

    private final Path directory;
    private final Path store;

    private PrivateAuthority(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("authority.p12");
    }

    /** @param directory an empty one, for its files */
    static PrivateAuthority in(Path directory) throws Exception {
        PrivateAuthority authority = new PrivateAuthority(directory);
        authority.keytool(
                "-genkeypair -alias authority -dname CN=authority -keyalg EC -ext bc:critical=ca:true -ext ku:critical=keyCertSign");
        return authority;
    }

    /** The authority's certificate, PEM. */
    Path certificate() throws Exception {
        return pem(
                "authority.pem",
                "CERTIFICATE",
                store().getCertificate("authority").getEncoded());
    }

    /** The same as a trust store. */
    KeyStore trustStore() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", store().getCertificate("authority"));
        return trusted;
    }

    /** The settings of a server that has a certificate for these names: {@code dns:localhost,ip:127.0.0.1}, say. */
    String serverSettings(String alias, String names) throws Exception {
        keytool("-genkeypair -alias " + alias + " -dname CN=" + alias + " -keyalg EC -signer authority -ext san="
                + names);
        KeyStore all = store();
        List<byte[]> chain = new ArrayList<>();
        for (Certificate each : all.getCertificateChain(alias)) {
            chain.add(each.getEncoded());
        }
        Path certificates = pem(alias + ".pem", "CERTIFICATE", chain.toArray(byte[][]::new));
        byte[] key = all.getKey(alias, PASSWORD.toCharArray()).getEncoded();
        return "runnel.server.tls { mode = files, certificate = \"" + forward(certificates) + "\", key = \""
                + forward(pem(alias + "-key.pem", "PRIVATE KEY", key)) + "\" }";
    }

    private static String forward(Path path) {
        return path.toString().replace('\\', '/');
    }

    private Path pem(String name, String type, byte[]... parts) throws IOException {
        StringBuilder text = new StringBuilder();
        for (byte[] part : parts) {
            String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(part);
            text.append("-----BEGIN ").append(type).append("-----\n").append(base64);
            text.append("\n-----END ").append(type).append("-----\n");
        }
        return Files.write(directory.resolve(name), text.toString().getBytes(US_ASCII));
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            loaded.load(in, PASSWORD.toCharArray());
        }
        return loaded;
    }

    private void keytool(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("-validity", "3650", "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", store.toString()));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool failed: " + output);
        }
    }
}
