import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/** Runs a Neo4j Community server on a port and a folder, with a password when one is given. */
public class Server {
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    int port = Integer.parseInt(args[1]);
    String password = args.length > 2 ? args[2] : "";
    var service =
        new DatabaseManagementServiceBuilder(home)
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", port))
            .setConfig(GraphDatabaseSettings.auth_enabled, !password.isEmpty())
            .setConfig(GraphDatabaseSettings.pagecache_memory, 256L << 20)
            .setConfig(GraphDatabaseSettings.transaction_timeout, Duration.ofMinutes(5))
            .build();
    Path set = home.resolve("password-set"); // setting the same one again is refused
    if (!password.isEmpty() && !Files.exists(set)) {
      var system = service.database("system");
      try (var tx = system.beginTx()) {
        tx.execute(
            "ALTER USER neo4j SET PASSWORD $p CHANGE NOT REQUIRED", java.util.Map.of("p", password));
        tx.commit();
      }
      Files.createFile(set);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown));
    Files.writeString(home.resolve("ready"), "ready");
    Thread.currentThread().join();
  }
}
