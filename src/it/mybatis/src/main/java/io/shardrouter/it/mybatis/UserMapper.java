package io.shardrouter.it.mybatis;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.session.RowBounds;
import org.jspecify.annotations.Nullable;

/** The statements of the service. */
public interface UserMapper {
  @Insert("insert into users (id, name, balance) values (#{id}, #{name}, #{balance})")
  int add(User user);

  @Select("select id, name, balance from users where id = #{id}")
  @Nullable User find(String id);

  @Update("update users set balance = balance + #{amount} where id = #{id}")
  int pay(@Param("id") String id, @Param("amount") long amount);

  @Update(
      "update users set name = #{name}, version = version + 1"
          + " where id = #{id} and version = #{version}")
  int rename(@Param("id") String id, @Param("name") String name, @Param("version") int version);

  @Delete("delete from users where id = #{id}")
  int remove(String id);

  @Select("select id, name, balance from users order by balance desc, id limit #{most}")
  List<User> richest(int most);

  @Select("select id, name, balance from users order by id")
  List<User> page(RowBounds bounds);

  @Options(fetchSize = 2)
  @Select("select id, name, balance from users order by id")
  Cursor<User> all();

  @Select("select count(*), coalesce(sum(balance), 0) as total from users")
  Map<String, Object> totals();

  @Select({
    "<script>select id from users where id in",
    "<foreach collection='ids' item='id' open='(' separator=',' close=')'>#{id}</foreach>",
    "<if test='least != null'>and balance &gt;= #{least}</if> order by id</script>"
  })
  List<String> among(@Param("ids") Collection<String> ids, @Param("least") @Nullable Long least);

  @Insert(
      "insert into consciousness_states (user_id, state, intensity, felt_at)"
          + " values (#{userId}, #{state}, #{intensity}, #{feltAt})")
  @Options(useGeneratedKeys = true, keyProperty = "id", keyColumn = "id")
  int feel(State state);

  @Insert({
    "<script>insert into consciousness_states (user_id, state, intensity) values",
    "<foreach collection='states' item='state' separator=','>(#{user}, #{state}, 1)</foreach>",
    "</script>"
  })
  int feelAll(@Param("user") String user, @Param("states") List<String> states);

  @Select("select * from consciousness_states where user_id = #{user} order by state")
  List<State> states(String user);

  @Select(
      "select s.state || ' ' || count(*) || ' ' || max(u.balance) from users u"
          + " join consciousness_states s on s.user_id = u.id group by s.state order by s.state")
  List<String> mood();

  @Select(
      "select u.id || ' ' || c.name from users u join countries c on c.code = u.name"
          + " order by u.id")
  List<String> countries();
}
