package io.shardrouter.conformance;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.JDBCType;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.geometric.PGpoint;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

/** Objects given to a statement: by their class, by a type, as NULL, as arrays. */
final class ObjectSetterCases {
  private ObjectSetterCases() {}

  static Map<String, SetterCases.Setter> all() {
    Map<String, SetterCases.Setter> all = new LinkedHashMap<>();
    objects(all);
    typed(all);
    nulls(all);
    arrays(all);
    return all;
  }

  private static void objects(Map<String, SetterCases.Setter> to) {
    List<Object> values =
        List.of(
            true,
            (byte) 3,
            (short) 4,
            5,
            6L,
            1.5f,
            2.5,
            new BigDecimal("3.50"),
            BigInteger.TEN,
            'c',
            "text",
            UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
            new PGpoint(1, 2),
            new PGInterval(1, 2, 3, 4, 5, 6),
            Map.of("k", "v"),
            new Object(),
            Thread.State.NEW,
            new byte[] {1, 2},
            List.of(1));
    for (Object value : values) {
      String name = value.getClass().getSimpleName();
      to.put("object " + name, (s, i) -> s.setObject(i, value));
    }
    to.put("object of json", (s, i) -> s.setObject(i, pg("json", "{\"a\":1}")));
    to.put("object of jsonb", (s, i) -> s.setObject(i, pg("jsonb", "{\"a\":1}")));
    to.put("object of an enum", (s, i) -> s.setObject(i, pg("mood", "sad")));
    to.put("object of a wrong enum", (s, i) -> s.setObject(i, pg("mood", "blue")));
    to.put("object of no type", (s, i) -> s.setObject(i, pg("no_type", "x")));
  }

  private static PGobject pg(String type, String value) throws SQLException {
    PGobject object = new PGobject();
    object.setType(type);
    object.setValue(value);
    return object;
  }

  private static void typed(Map<String, SetterCases.Setter> to) {
    Map<String, Integer> codes = new LinkedHashMap<>();
    for (JDBCType type :
        List.of(
            JDBCType.BIT,
            JDBCType.BOOLEAN,
            JDBCType.TINYINT,
            JDBCType.SMALLINT,
            JDBCType.INTEGER,
            JDBCType.BIGINT,
            JDBCType.REAL,
            JDBCType.FLOAT,
            JDBCType.DOUBLE,
            JDBCType.NUMERIC,
            JDBCType.DECIMAL,
            JDBCType.CHAR,
            JDBCType.VARCHAR,
            JDBCType.LONGVARCHAR,
            JDBCType.OTHER,
            JDBCType.BINARY,
            JDBCType.BLOB,
            JDBCType.CLOB,
            JDBCType.ARRAY,
            JDBCType.STRUCT,
            JDBCType.REF,
            JDBCType.SQLXML,
            JDBCType.NULL)) {
      codes.put(type.getName(), type.getVendorTypeNumber());
    }
    codes.forEach(
        (name, code) -> {
          to.put("'1' as " + name, (s, i) -> s.setObject(i, "1", code));
          to.put("2 as " + name, (s, i) -> s.setObject(i, 2, code));
        });
    to.put(
        "decimal with scale", (s, i) -> s.setObject(i, new BigDecimal("1.256"), Types.NUMERIC, 1));
    to.put("object by JDBCType", (s, i) -> s.setObject(i, 1, JDBCType.INTEGER));
    to.put(
        "object by JDBCType with scale",
        (s, i) -> s.setObject(i, new BigDecimal("1.256"), JDBCType.NUMERIC, 2));
    to.put("no number as INTEGER", (s, i) -> s.setObject(i, "x", Types.INTEGER));
    to.put(
        "stream as VARBINARY",
        (s, i) -> s.setObject(i, new ByteArrayInputStream(new byte[] {1}), Types.VARBINARY));
    to.put("reader as VARCHAR", (s, i) -> s.setObject(i, new StringReader("r"), Types.VARCHAR));
  }

  private static void nulls(Map<String, SetterCases.Setter> to) {
    for (JDBCType type : JDBCType.values()) {
      to.put("NULL of " + type, (s, i) -> s.setNull(i, type.getVendorTypeNumber()));
    }
    to.put("NULL by name", (s, i) -> s.setNull(i, Types.STRUCT, "pair"));
    to.put("NULL of a wrong name", (s, i) -> s.setNull(i, Types.OTHER, "no_type"));
    @Nullable Object nothing = null;
    to.put("NULL object", (s, i) -> s.setObject(i, nothing));
    to.put("NULL object as INTEGER", (s, i) -> s.setObject(i, nothing, Types.INTEGER));
  }

  private static void arrays(Map<String, SetterCases.Setter> to) {
    to.put(
        "array of int4",
        (s, i) ->
            s.setArray(i, s.getConnection().createArrayOf("int4", new Integer[] {1, null, 3})));
    to.put(
        "array of text",
        (s, i) ->
            s.setArray(
                i, s.getConnection().createArrayOf("text", new String[] {"a", "b\"c", null})));
    to.put(
        "array of uuid",
        (s, i) ->
            s.setArray(
                i,
                s.getConnection()
                    .createArrayOf("uuid", new UUID[] {UUID.nameUUIDFromBytes(new byte[1])})));
    to.put(
        "array of arrays",
        (s, i) ->
            s.setArray(i, s.getConnection().createArrayOf("int8", new Long[][] {{1L}, {2L}})));
    to.put(
        "array of no type",
        (s, i) -> s.setArray(i, s.getConnection().createArrayOf("no_type", new Object[] {1})));
    to.put(
        "array of an enum",
        (s, i) -> s.setArray(i, s.getConnection().createArrayOf("mood", new Object[] {"sad"})));
    to.put("null array", (s, i) -> s.setArray(i, null));
    to.put("int[]", (s, i) -> s.setObject(i, new int[] {1, 2}));
    to.put("long[]", (s, i) -> s.setObject(i, new long[] {1, 2}));
    to.put("double[]", (s, i) -> s.setObject(i, new double[] {1.5}));
    to.put("boolean[]", (s, i) -> s.setObject(i, new boolean[] {true}));
    to.put("String[]", (s, i) -> s.setObject(i, new String[] {"x"}));
    to.put("String[] as ARRAY", (s, i) -> s.setObject(i, new String[] {"x"}, Types.ARRAY));
    to.put("int[][]", (s, i) -> s.setObject(i, new int[][] {{1}, {2}}));
    to.put("byte[][]", (s, i) -> s.setObject(i, new byte[][] {{1}, {2}}));
  }
}
