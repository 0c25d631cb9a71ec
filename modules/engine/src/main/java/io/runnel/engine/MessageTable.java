package io.runnel.engine;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import io.runnel.model.AppendAck;
import io.runnel.model.AppendBatch;
import io.runnel.model.AppendInput;
import io.runnel.model.BasinConfig;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.BasinReconfiguration;
import io.runnel.model.Change;
import io.runnel.model.Command;
import io.runnel.model.ErrorCode;
import io.runnel.model.FencingToken;
import io.runnel.model.Outcome;
import io.runnel.model.Page;
import io.runnel.model.Position;
import io.runnel.model.Provisioned;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.RecordSlice;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamCipher;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.StreamInfo;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.model.StreamReconfiguration;
import io.runnel.model.TimestampingMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ExtendedActorSystem;

/**
 * Every class that may stand in a message between nodes. Its number is its place here, so the table is append-only: nodes
 * of an older version, which a rolling upgrade puts beside ours, know the classes by the same numbers. A class that is not
 * needed any more keeps its place; one whose components change gets a new place under a new name. The same holds for the
 * order of an enum's constants.
 */
final class MessageTable {
    /** The numbers before are Kryo's own, and room. */
    private static final int FIRST_ID = 20;

    static final List<Class<?>> CLASSES = List.of(
            Instant.class,
            AppendBatch.class,
            RecordSlice.class,
            // Enums.
            ErrorCode.class,
            Provisioned.Result.class,
            StreamCipher.class,
            StreamLink.Purpose.class,
            TimestampingMode.class,
            // Values.
            AppendAck.class,
            AppendInput.class,
            BasinConfig.class,
            BasinInfo.class,
            BasinName.class,
            BasinReconfiguration.class,
            Change.Keep.class,
            Change.Clear.class,
            Change.Set.class,
            Command.Fence.class,
            Command.Trim.class,
            FencingToken.class,
            Outcome.Done.class,
            Outcome.Refused.class,
            Page.class,
            Page.Request.class,
            Position.class,
            Provisioned.class,
            ReadRequest.class,
            ReadStart.SeqNum.class,
            ReadStart.Timestamp.class,
            ReadStart.TailOffset.class,
            RetentionPolicy.Age.class,
            RetentionPolicy.Infinite.class,
            StoredBatch.class,
            StreamConfig.class,
            StreamError.Coded.class,
            StreamError.FencingTokenMismatch.class,
            StreamError.SeqNumMismatch.class,
            StreamError.ReadUnwritten.class,
            StreamInfo.class,
            StreamName.class,
            StreamOptions.class,
            StreamReconfiguration.class,
            ReadOutput.Batch.class,
            // The account.
            AccountEntity.ListBasins.class,
            AccountEntity.Index.class,
            AccountEntity.Indexed.class,
            // Basins.
            BasinEntity.CreateBasin.class,
            BasinEntity.EnsureBasin.class,
            BasinEntity.GetBasinConfig.class,
            BasinEntity.ReconfigureBasin.class,
            BasinEntity.DeleteBasin.class,
            BasinEntity.ListStreams.class,
            BasinEntity.CreateStream.class,
            BasinEntity.EnsureStream.class,
            BasinEntity.GetStreamConfig.class,
            BasinEntity.ReconfigureStream.class,
            BasinEntity.DeleteStream.class,
            BasinEntity.Wake.class,
            // Basins and streams.
            StreamLink.Resolve.class,
            StreamLink.Present.class,
            StreamLink.Absent.class,
            StreamLink.ApplyConfig.class,
            StreamLink.Delete.class,
            StreamLink.CheckEmpty.class,
            StreamLink.Acknowledged.class,
            StreamLink.Emptiness.class,
            StreamLink.EmptinessExpected.class,
            // Streams and who uses them.
            Reply.ToActor.class,
            StreamCall.Append.class,
            StreamCall.OpenAppend.class,
            StreamCall.OpenedAppend.class,
            StreamCall.CheckTail.class,
            StreamCall.OpenRead.class,
            StreamCall.OpenedRead.class,
            StreamCall.ReadOnce.class,
            AppendLink.Join.class,
            AppendLink.Batch.class,
            AppendLink.Acked.class,
            AppendLink.Failed.class,
            ReadLink.Read.class,
            ReadLink.Credit.class,
            ReadLink.Range.class,
            ReadLink.Following.class,
            ReadLink.Live.class,
            ReadLink.Lagging.class,
            ReadLink.Closed.class,
            // The account, and basins that come and go.
            AccountEntity.Retire.class,
            AccountEntity.Retired.class,
            AccountEntity.Forget.class,
            AccountEntity.AskFloor.class,
            AccountEntity.Floor.class);

    private MessageTable() {}

    /** How the classes are written of which Kryo's own way will not do; thread-safe, like each of them. */
    static Map<Class<?>, Serializer<?>> codecs(ExtendedActorSystem system) {
        Map<Class<?>, Serializer<?>> codecs = new HashMap<>();
        codecs.put(String.class, new ValueCodecs.Text());
        codecs.put(byte[].class, new ValueCodecs.Bytes());
        codecs.put(Instant.class, new ValueCodecs.Time());
        codecs.put(AppendBatch.class, new ValueCodecs.Batch());
        codecs.put(RecordSlice.class, new ValueCodecs.Slice());
        codecs.put(ActorRef.class, new ValueCodecs.Ref(system));
        codecs.put(org.apache.pekko.actor.typed.ActorRef.class, new ValueCodecs.TypedRef(system));
        Map<Class<?>, Serializer<?>> values = Map.copyOf(codecs);
        for (Class<?> type : CLASSES) {
            if (type.isRecord() && !values.containsKey(type)) {
                codecs.put(type, new RecordCodec(type, values));
            }
        }
        return codecs;
    }

    static void registerIn(Kryo kryo, Map<Class<?>, Serializer<?>> codecs) {
        // Has a number already; its own codec believes lengths.
        kryo.register(String.class, codecs.get(String.class));
        for (int i = 0; i < CLASSES.size(); i++) {
            Class<?> type = CLASSES.get(i);
            Serializer<?> codec = codecs.get(type);
            if (codec == null) {
                kryo.register(type, FIRST_ID + i); // an enum, by the place of its constant
            } else {
                kryo.register(type, codec, FIRST_ID + i);
            }
        }
    }
}
