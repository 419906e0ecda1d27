import { DefaultHttpClient, HttpTransportType, HubConnectionBuilder, LogLevel, NullLogger } from "@microsoft/signalr";
import { AppEventSource } from "../support/app-event-source.js";
import { session } from "../support/session.js";

// docs
class AppHttpClient extends DefaultHttpClient {
  async send(request) {
    const send = () => {
      const headers = { ...request.headers, Authorization: `Bearer ${session.token}` };
      return super.send({ ...request, headers });
    };
    try {
      return await send();
    } catch (error) {
      if (error.statusCode === 401 && (await session.refresh())) {
        return send();
      }
      throw error;
    }
  }
}

const connection = new HubConnectionBuilder()
  .withUrl("/hub", {
    transport: HttpTransportType.ServerSentEvents,
    EventSource: AppEventSource,
    httpClient: new AppHttpClient(NullLogger.instance),
  })
  .withAutomaticReconnect([0, 100, 1000, 10_000])
  .configureLogging(LogLevel.Warning)
  .build();
// end

export async function follow(show) {
  let last = 0;
  const subscribe = () =>
    connection.stream("Numbers", last).subscribe({
      next(number) {
        last = number;
        show(number);
      },
      error() {}, // `onreconnected` follows
      complete() {},
    });
  connection.onreconnected(subscribe);
  await connection.start();
  subscribe();
  return () => connection.stop();
}
