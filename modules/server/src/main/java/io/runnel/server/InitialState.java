package io.runnel.server;

import io.runnel.engine.Streams;
import io.runnel.model.Outcome;
import io.runnel.model.StreamError;
import io.runnel.wire.BadRequestException;
import io.runnel.wire.InitFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The basins and streams of the init file (contract 12): read before anything starts, ensured before anybody is served. */
final class InitialState {
    /** Streams of a basin that are being ensured at the same time. */
    private static final int WINDOW = 256;

    private final Path file;
    private final InitFile contents;

    private InitialState(Path file, InitFile contents) {
        this.file = file;
        this.contents = contents;
    }

    /** @throws ServerStartException if the file cannot be read, or asks for what there is not */
    static InitialState read(Path file) {
        try {
            InitFile contents = InitFile.parse(Files.readAllBytes(file));
            InitialState state = new InitialState(file, contents);
            contents.basins().forEach(state::validate);
            return state;
        } catch (NoSuchFileException e) {
            throw new ServerStartException("there is no init file " + file, e);
        } catch (IOException e) {
            throw new ServerStartException("cannot read the init file " + file + ": " + e.getMessage(), e);
        } catch (BadRequestException e) {
            throw new ServerStartException("the init file " + file + " is wrong: " + message(e.error()), e);
        }
    }

    private void validate(InitFile.Basin basin) {
        check("basin `" + basin.name() + "`", basin.config().validate());
        if (basin.config().streamCipher() != null) {
            throw refused("basin `" + basin.name() + "`", "stream_cipher is not supported by this server");
        }
        basin.streams()
                .forEach(stream -> check(name(basin, stream), stream.options().validate()));
    }

    /** Ensures everything; blocks until it is durable. */
    void ensure(Streams streams) throws InterruptedException, ExecutionException {
        for (InitFile.Basin basin : contents.basins()) {
            await("basin `" + basin.name() + "`", streams.ensureBasin(basin.name(), basin.config()));
            List<InitFile.Stream> wanted = basin.streams();
            for (int from = 0; from < wanted.size(); from += WINDOW) {
                ensure(streams, basin, wanted.subList(from, Math.min(from + WINDOW, wanted.size())));
            }
        }
    }

    private void ensure(Streams streams, InitFile.Basin basin, List<InitFile.Stream> wanted)
            throws InterruptedException, ExecutionException {
        List<CompletionStage<? extends Outcome<?>>> answers = new ArrayList<>(wanted.size());
        for (InitFile.Stream stream : wanted) {
            answers.add(streams.ensureStream(basin.name(), stream.name(), stream.options()));
        }
        for (int i = 0; i < wanted.size(); i++) {
            await(name(basin, wanted.get(i)), answers.get(i));
        }
    }

    private void await(String what, CompletionStage<? extends Outcome<?>> answer)
            throws InterruptedException, ExecutionException {
        check(what, answer.toCompletableFuture().get().errorOrNull());
    }

    private void check(String what, @Nullable StreamError error) {
        if (error != null) {
            throw refused(what, message(error));
        }
    }

    private ServerStartException refused(String what, String why) {
        return new ServerStartException("the init file " + file + " cannot be applied: " + what + ": " + why);
    }

    private static String name(InitFile.Basin basin, InitFile.Stream stream) {
        return "stream `" + stream.name() + "` of basin `" + basin.name() + "`";
    }

    private static String message(StreamError error) {
        return error instanceof StreamError.Coded coded ? coded.message() : error.toString();
    }
}
