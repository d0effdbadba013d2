package dev.groundwire.loadtests;

import dev.groundwire.platform.postgres.embedded.EmbeddedPostgres;
import dev.groundwire.platform.postgres.embedded.EmbeddedPostgresConfig;
import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;

/**
 * Many chunks in the tables of a node that is stopped, as if they had been ingested: their vectors
 * lie around a thousand centres, as those of texts about a thousand subjects do. The node finds
 * them when it compares its index with the database.
 */
final class FilledLibrary {
  private static final int CHUNKS_A_DOCUMENT = 100;
  private static final int DIMENSIONS = 384;
  private static final int CENTRES = 1_000;
  private static final double SPREAD = 0.6;
  private static final String DOCUMENT =
      """
      INSERT INTO document (id, organization_id, workspace_id, content_id, name, media_type, bytes,
        sha256, status, language, text_length, chunks, embedding_model, created_at, updated_at)
      SELECT ?, organization_id, id, ?, ?, 'text/plain', 1, ?, 'ready', 'en', 1, ?, ?,
        now() - interval '1 day', now() - interval '1 day'
      FROM workspace WHERE slug = ?
      """;
  private static final String CHUNK =
      """
      INSERT INTO chunk (id, organization_id, workspace_id, document_id, version, ordinal,
        start_offset, end_offset, section, text, tokens, embedding, embedding_model)
      VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final Prose prose;
  private final Random random;
  private final String model;
  private final float[][] centres = new float[CENTRES][];

  FilledLibrary(Prose prose, long seed, String model) {
    this.prose = prose;
    this.random = new Random(seed);
    this.model = model;
    for (int i = 0; i < CENTRES; i++) {
      centres[i] = unit(new float[DIMENSIONS]);
    }
  }

  /** Centre plus noise, of length 1. */
  private float[] unit(float[] centre) {
    float[] vector = centre.clone();
    double square = 0;
    double noise = SPREAD / Math.sqrt(DIMENSIONS);
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] += (float) (noise * random.nextGaussian());
      square += vector[i] * vector[i];
    }
    float length = (float) Math.sqrt(square);
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  void write(Path dataFolder, int chunks) throws SQLException {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(EmbeddedPostgresConfig.under(dataFolder))) {
      PostgresLogin login = server.login();
      String url = login.jdbcUrl() + "?reWriteBatchedInserts=true";
      try (Connection connection =
          DriverManager.getConnection(url, login.user(), login.password())) {
        connection.setAutoCommit(false);
        for (int done = 0; done < chunks; done += CHUNKS_A_DOCUMENT) {
          writeDocument(connection, done / CHUNKS_A_DOCUMENT);
          connection.commit();
        }
        try (Statement statistics = connection.createStatement()) {
          statistics.execute("ANALYZE");
          connection.commit();
        }
      }
    }
  }

  private void writeDocument(Connection connection, int number) throws SQLException {
    UUID id = new UUID(number, random.nextLong());
    try (Statement scope = connection.createStatement()) {
      scope.execute("SELECT set_config('groundwire.scope', 'system', true)");
    }
    try (PreparedStatement insert = connection.prepareStatement(DOCUMENT)) {
      insert.setObject(1, id);
      insert.setObject(2, UUID.randomUUID());
      insert.setString(3, "volume " + number + ".txt");
      insert.setString(4, HexFormat.of().toHexDigits(number).repeat(8));
      insert.setInt(5, CHUNKS_A_DOCUMENT);
      insert.setString(6, model);
      insert.setString(7, RunningNode.WORKSPACE);
      if (insert.executeUpdate() != 1) {
        throw new SQLException("there is no workspace " + RunningNode.WORKSPACE);
      }
    }
    writeChunks(connection, id, number);
  }

  private void writeChunks(Connection connection, UUID document, int number) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(CHUNK);
        Statement workspace = connection.createStatement();
        ResultSet tenant =
            workspace.executeQuery(
                "SELECT organization_id, id FROM workspace WHERE slug = '"
                    + RunningNode.WORKSPACE
                    + "'")) {
      tenant.next();
      Object organizationId = tenant.getObject(1);
      Object workspaceId = tenant.getObject(2);
      int offset = 0;
      for (int ordinal = 0; ordinal < CHUNKS_A_DOCUMENT; ordinal++) {
        String text = prose.paragraph(70);
        insert.setObject(1, new UUID(document.getMostSignificantBits(), random.nextLong()));
        insert.setObject(2, organizationId, Types.OTHER);
        insert.setObject(3, workspaceId, Types.OTHER);
        insert.setObject(4, document);
        insert.setInt(5, ordinal);
        insert.setInt(6, offset);
        insert.setInt(7, offset + text.length());
        insert.setString(8, "Volume " + number);
        insert.setString(9, text);
        insert.setInt(10, text.length() / 4);
        insert.setBytes(11, bytes(unit(centres[random.nextInt(CENTRES)])));
        insert.setString(12, model);
        insert.addBatch();
        offset += text.length() + 1;
      }
      insert.executeBatch();
    }
  }

  private static byte[] bytes(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }
}
